"""Where a viewer came from: the listing behind `?in=…` on a photo's page, by which it knows its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from core.errors import NotFound
from core.text import is_text, one_line
from photos.queries import Wanted
from social.queries import Person, person_named


@dataclass(frozen=True)
class Place:
    """A listing with its name for people, its address, and what it wants."""

    token: str
    name: str
    url: str
    wanted: Wanted


def _scope(scope: str, name: str, url_name: str) -> Callable[[User, str], Place]:
    return lambda viewer, _: Place(scope, name, reverse(url_name), Wanted(viewer, scope))


def _person(viewer: User, username: str) -> Place:
    return profile_of(viewer, person_named(viewer, username))


def profile_of(viewer: User, person: Person) -> Place:
    """Answer the listing of a person's photos."""
    wanted = Wanted(viewer, "profile", owner=person)
    return Place(f"u:{person.username}", person.username, person.url, wanted)


def _tag(viewer: User, tag: str) -> Place:
    tag = _named(tag).lower()
    return Place(f"tag:{tag}", f"#{tag}", reverse("photos:tag", args=[tag]), Wanted(viewer, "all", tag=tag))


def _topic(viewer: User, topic: str) -> Place:
    topic = _named(topic)
    return Place(f"topic:{topic}", topic, reverse("photos:topic", args=[topic]), Wanted(viewer, "all", topic=topic))


def _named(text: str) -> str:
    """Spell a word as it is stored; nothing but blanks names nothing."""
    word = one_line(text)
    if not word:
        raise NotFound
    return word


def _search(viewer: User, words: str) -> Place:
    url = f"{reverse('photos:search')}?{urlencode({'q': words})}"
    return Place(f"search:{words}", f"Search for {words}", url, Wanted(viewer, "all", words=words))


PLACES: dict[str, Callable[[User, str], Place]] = {
    "home": _scope("home", "Home", "home"),
    "all": _scope("all", "All", "photos:explore"),
    "trending": _scope("trending", "Trending", "photos:trending"),
    "saved": _scope("saved", "Saved", "photos:saved"),
    "liked": _scope("liked", "Liked", "photos:liked"),
    "u": _person,
    "tag": _tag,
    "topic": _topic,
    "search": _search,
}
LONGEST_TOKEN = 200


def place(viewer: User, token: str) -> Place | None:
    """Answer the listing that a token names; None for no token, or one that means nothing (any more)."""
    kind, _, value = token.partition(":")
    finder = PLACES.get(kind)
    if finder is None or len(token) > LONGEST_TOKEN or (kind in {"u", "tag", "topic"} and not value):
        return None
    # No address has a line end in it.
    if not is_text(token) or "\n" in token:
        return None
    try:
        return finder(viewer, value)
    except NotFound:
        return None
