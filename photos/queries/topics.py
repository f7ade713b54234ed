"""Topics in use, for choosing one and for finding photos by one."""

from dataclasses import dataclass

from django.core.cache import cache

from core.dynamo import query_page
from photos import models
from photos.models import Topic

MOST_TOPICS = 500
CACHE_SECONDS = 60


@dataclass(frozen=True)
class TopicInUse:
    """A topic, spelled as it was first used, and how many photos that everyone may see have it."""

    topic: str
    photos: int


def recent_topics() -> list[TopicInUse]:
    """List the topics in use as they were within the last minute: for choosing, where every page would ask again."""
    return cache.get_or_set("topics", topics_in_use, CACHE_SECONDS) or []


def topics_in_use() -> list[TopicInUse]:
    """List the topics that photos have, the most used first."""
    page = query_page(Topic, models.TOPICS, limit=MOST_TOPICS, newest_first=False)
    found = [TopicInUse(item.name, int(item.photos)) for item in page.items if item.photos > 0]
    return sorted(found, key=lambda topic: (-topic.photos, topic.topic.casefold()))
