"""The pages that are measured, and the rounds in which page, query function and bare calls take turns."""

import functools
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection as sql
from django.test import Client

from accounts.models import User
from benchmarks.calling import Answer, Visitor, listening, plain_client
from benchmarks.filling import STRANGER, fill, make_people, word
from benchmarks.measuring import Measured, milliseconds_of
from benchmarks.world import Site
from core.dynamo import use_endpoint
from core.ids import PhotoId, new_id
from photos import queries
from photos.queries import PAGE_SIZE, Wanted
from photos.services import add_comment
from social.queries import person_seen

WARM_UP = 3
BLOCK = 10
COMMENTS = 20
GALLERIES = ("home", "all", "profile", "tag", "search")
NAMES = (*GALLERIES, "photo", "photo in a listing", "like", "comment")
TILE = b'class="tile '
PHOTO_ID = re.compile(r"PHOTO#([0-9a-f-]{36})")
COMMENT_ID = re.compile(r"COMMENT#\d+#([0-9a-f-]{36})")


@dataclass(frozen=True)
class Page:
    """Something to be measured: the request, its query function, and which ids make a repeated write a new one."""

    name: str
    request: Callable[[], Answer]
    query: Callable[[], object] | None = None
    renamed: Callable[[str], Mapping[str, str]] = lambda _: {}


@dataclass(frozen=True)
class FilledSite:
    """A site with its photos, a plain client for it, and the pages on it."""

    site: Site
    client: Any
    pages: Sequence[Page]


def filled(sites: Sequence[Site], only: Sequence[str], say: Callable[[str], None]) -> list[FilledSite]:
    """Fill all sites and describe their pages."""
    people = make_people()
    visitor = signed_in(people[0])
    found = []
    for site in sites:
        began = time.monotonic()
        ids = fill(site.url, people, site.photos)
        say(f"{site.photos:,} photos written in {time.monotonic() - began:.0f} s")
        use_endpoint(site.url)
        pages = [*_galleries(visitor, people), *_photo_pages(visitor, people, ids)]
        found.append(FilledSite(site, plain_client(site.url), [page for page in pages if page.name in (only or NAMES)]))
    return found


def signed_in(person: User) -> Visitor:
    """Sign somebody in without a password."""
    browser = Client()
    browser.force_login(person)
    return Visitor(WSGIHandler(), browser.cookies[settings.SESSION_COOKIE_NAME].value)


def gallery(visitor: Visitor, name: str, path: str, wanted: Wanted) -> Page:
    """Describe the page of a listing."""
    return Page(name, functools.partial(visitor.get, path), functools.partial(queries.gallery, wanted))


def _galleries(visitor: Visitor, people: Sequence[User]) -> list[Page]:
    viewer, other = people[0], people[STRANGER]
    tag, term = word(1), word(2)
    theirs = Wanted(viewer, "profile", owner=person_seen(viewer, other.pk))
    return [
        gallery(visitor, "home", "/", Wanted(viewer, "home")),
        gallery(visitor, "all", "/explore/", Wanted(viewer, "all")),
        gallery(visitor, "profile", f"/u/{other.username}/", theirs),
        gallery(visitor, "tag", f"/tags/{tag}/", Wanted(viewer, "all", tag=tag)),
        gallery(visitor, "search", f"/search/?q={term}", Wanted(viewer, "all", words=term)),
    ]


def _photo_pages(visitor: Visitor, people: Sequence[User], ids: Sequence[PhotoId]) -> list[Page]:
    viewer, shown = people[0], ids[len(ids) // 2]
    for number in range(COMMENTS):
        add_comment(actor=people[number % 5], photo_id=shown, text=f"The light in it, {number} times over.")
    # Each like is the first one of its photo by the viewer, on the page and in the bare calls.
    unliked = iter(ids)

    def another(text: str) -> Mapping[str, str]:
        return {PHOTO_ID.findall(text)[0]: next(unliked)}

    def new_comment(text: str) -> Mapping[str, str]:
        return {COMMENT_ID.findall(text)[0]: new_id()}

    return [
        Page(
            "photo",
            functools.partial(visitor.get, f"/p/{shown}/"),
            functools.partial(queries.comments_under, viewer, shown),
        ),
        Page("photo in a listing", functools.partial(visitor.get, f"/p/{shown}/?in=all")),
        Page("like", lambda: visitor.post(f"/p/{next(unliked)}/like/", liked="1"), renamed=another),
        Page(
            "comment",
            functools.partial(visitor.post, f"/p/{shown}/comments/", text="And the shadows."),
            renamed=new_comment,
        ),
    ]


def measure(sites: Sequence[FilledSite], *, rounds: int) -> Iterator[list[Measured]]:
    """Measure one page after the other; in blocks on each site in turn, so that the sizes can be compared."""
    for of_one_name in zip(*(site.pages for site in sites), strict=True):
        found = [Measured(page.name, site.site.photos) for site, page in zip(sites, of_one_name, strict=True)]
        take_turns(list(zip(sites, of_one_name, found, strict=True)), rounds=rounds)
        yield found


def take_turns(those: Sequence[tuple[FilledSite, Page, Measured]], *, rounds: int) -> None:
    """Measure what is to be compared, a block of rounds of each in turn."""
    for _ in range(-(-rounds // BLOCK)):
        for site, page, measured in those:
            _block(site, page, measured)


def _block(site: FilledSite, page: Page, measured: Measured) -> None:
    use_endpoint(site.site.url)
    for _ in range(WARM_UP):
        with listening() as asked:
            _expect_success(page)
        if page.query:
            page.query()
        asked.again(site.client, page.renamed)()
    measured.sql, measured.dynamodb = asked.queries, len(asked.calls)
    for number in range(BLOCK):
        again = asked.again(site.client, page.renamed)
        turn = [(measured.page, page.request), (measured.query, page.query), (measured.bare, again)]
        # Forwards and backwards, since whoever comes behind the same work finds it in the processor's caches.
        for times, work in turn if number % 2 else reversed(turn):
            # Django closes it with each request; the page pays for the next one, the query function shall not.
            if work is page.query:
                sql.ensure_connection()
            if work:
                times.append(milliseconds_of(work))


def _expect_success(page: Page) -> None:
    """Stop a run that would measure how fast errors are."""
    status, body = page.request()
    if status >= 400 or (page.query and page.name in GALLERIES and body.count(TILE) < PAGE_SIZE):  # noqa: PLR2004
        message = f"The page {page.name!r} answered {status} with {body.count(TILE)} photos."
        raise RuntimeError(message)
