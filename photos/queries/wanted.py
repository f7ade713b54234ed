"""What a gallery is asked for: a scope and filters that all must hold, checked on each photo itself."""

import functools
from dataclasses import dataclass

from accounts.models import User, Visibility
from core.errors import Invalid
from core.ids import UserId
from photos import models
from photos.queries.seeing import SeenPhoto
from photos.search import terms
from social.queries import Person

PAGE_SIZE = 24
MOST_ON_A_PAGE = 100
SCOPES = ("home", "profile", "all", "saved", "liked", "trending")
# No photo has more, and every further word costs time only.
MOST_WORDS = 20


@dataclass(frozen=True)
class Wanted:
    """A scope, and filters by person, topic, tag, exact title and words."""

    viewer: User
    scope: str
    owner: Person | None = None
    topic: str = ""
    tag: str = ""
    title: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse a scope that nobody knows."""
        if self.scope not in SCOPES:
            raise Invalid(fields={"scope": [f"Unknown scope {self.scope!r}: use one of {', '.join(SCOPES)}."]})

    @functools.cached_property
    def terms(self) -> list[str]:
        """List the words that all must be found."""
        return terms([self.words], most=MOST_WORDS)

    @property
    def finds_nothing(self) -> bool:
        """Say whether somebody searches for nothing but words that say nothing."""
        return bool(self.words.strip()) and not self.terms

    @property
    def by_words(self) -> bool:
        """Say whether it is a search, which finds only what everyone may see."""
        return bool(self.topic or self.tag or self.title or self.words)

    @property
    def public_only(self) -> bool:
        """Say whether only what everyone may see can be an answer."""
        return self.scope in {"all", "trending"} or self.by_words

    @property
    def person_id(self) -> UserId | None:
        """Answer whose photos alone can be an answer: all of a profile, or those of the person that is asked for."""
        if self.owner:
            return self.owner.id
        return UserId(self.viewer.pk) if self.scope == "profile" else None

    @property
    def listings(self) -> list[str]:
        """Name the listing to read: the most selective of title, tag, topic, longest word, person and scope."""
        if self.title:
            return [models.titled(self.title)]
        if self.tag:
            return [models.tagged(self.tag)]
        if self.topic:
            return [models.with_topic(self.topic)]
        if self.terms:
            return [models.with_term(max(self.terms, key=len))]
        return self._listings_of_scope()

    @property
    def is_own(self) -> bool:
        """Say whether the listing shows what its reader has just done, so that it must be read consistently."""
        own = {models.photos_of, models.feed_of, models.saved_by, models.liked_by}
        return self.listings[0] in {listing(UserId(self.viewer.pk)) for listing in own}

    def holds(self, seen: SeenPhoto) -> bool:
        """Say whether scope and filters hold for a photo that the viewer may see."""
        photo = seen.photo
        return (
            (not self.public_only or photo.visibility == Visibility.EVERYONE)
            and self._in_scope(seen)
            and (not self.owner or photo.owner_id == self.owner.id)
            and (not self.topic or models.topic_key(photo.topic) == models.topic_key(self.topic))
            and (not self.tag or self.tag.lower() in photo.tags)
            and (not self.title or photo.title == self.title)
            and (not self.words or set(self.terms) <= set(models.terms_of(photo)))
        )

    def _listings_of_scope(self) -> list[str]:
        viewer_id = UserId(self.viewer.pk)
        if self.scope == "saved":
            return [models.saved_by(viewer_id)]
        if self.scope == "liked":
            return [models.liked_by(viewer_id)]
        if self.person_id:
            return [models.photos_of(self.person_id)]
        return [models.feed_of(viewer_id)] if self.scope == "home" else models.explore_shards()

    def _in_scope(self, seen: SeenPhoto) -> bool:
        if self.scope == "home":
            return seen.is_mine or seen.owner.is_friend
        if self.scope == "profile":
            return seen.is_mine or self.owner is not None
        return {"saved": seen.saved, "liked": seen.liked}.get(self.scope, True)
