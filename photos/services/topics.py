"""The number of photos that a topic has: changed only in the transaction that writes or removes the topic's entry."""

from core.dynamo import Action, Transaction
from photos import models
from photos.models import Photo, Topic


def count_topic(change: Transaction, photo: Photo, step: int) -> None:
    """Count the photo into its topic (+1) or out of it (-1), if it stands in the topic's listing at all."""
    if not _counts(photo):
        return
    actions: list[Action] = [Topic.photos.add(step)]
    if step > 0:
        # The spelling of who used it first stays.
        actions.append(Topic.name.set(Topic.name | photo.topic))
    change.tally(Topic(models.TOPICS, models.topic_key(photo.topic)), actions)


def recount_topics(change: Transaction, old: Photo, new: Photo) -> None:
    """Count a photo out of its old topic and into its new one, if what has changed makes a difference there."""
    if models.topic_key(old.topic) != models.topic_key(new.topic) or _counts(old) != _counts(new):
        count_topic(change, old, -1)
        count_topic(change, new, +1)


def _counts(photo: Photo) -> bool:
    return bool(photo.topic) and models.with_topic(photo.topic) in models.listings_of(photo)
