"""What friends cost: the pages of people with one and with a thousand of them, and the work on their homes."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User, Visibility
from benchmarks.calling import listening
from benchmarks.filling import FRIENDS, STRANGER
from benchmarks.measuring import Measured, milliseconds_of
from benchmarks.pages import FilledSite, Page, gallery, signed_in, take_turns
from core.dynamo import use_endpoint
from core.ids import UserId
from photos import queries
from photos.queries import Wanted
from photos.services import exchange_feeds, part_feeds, share_with_friends
from social.queries import person_seen

# Work in the background, some of it with a thousand writes.
FEED_ROUNDS = 7
FEED_HEADINGS = ("homes", "friends", "photos", "p50 ms", "slowest ms", "SQL", "DynamoDB", "bare ms", "to bare")


def measure_pages(sites: Sequence[FilledSite], *, rounds: int) -> Iterator[list[Measured]]:
    """Measure each page for all numbers of friends on the smallest and the largest site, in turn."""
    ends = sites if len(sites) == 1 else [sites[0], sites[-1]]
    pages = [(number, _pages(viewer)) for number, viewer in zip(FRIENDS, _people(), strict=False)]
    for at in range(len(pages[0][1])):
        of_one_name = [
            (site, of_viewer[at], Measured(of_viewer[at].name, site.site.photos, number))
            for site in ends
            for number, of_viewer in pages
        ]
        take_turns(of_one_name, rounds=rounds)
        yield [measured for _, _, measured in of_one_name]


def _people() -> list[User]:
    return list(User.objects.order_by("pk")[: STRANGER + 1])


def _pages(viewer: User) -> list[Page]:
    visitor = signed_in(viewer)
    own = Wanted(viewer, "profile", owner=person_seen(viewer, viewer.pk))
    return [
        gallery(visitor, "home", "/", Wanted(viewer, "home")),
        gallery(visitor, "profile", viewer.get_absolute_url(), own),
        Page("friends", functools.partial(visitor.get, reverse("social:friends"))),
    ]


@dataclass(frozen=True)
class Deed:
    """Work on the homes of friends, and what has to be done before it can be done again."""

    name: str
    work: Callable[[], None]
    before: Callable[[], None] = lambda: None


def measure_feeds(site: FilledSite) -> Iterator[Measured]:
    """Measure the work on homes that publishing, a new friendship and its end leave behind."""
    use_endpoint(site.site.url)
    *viewers, stranger = _people()
    of_all = [_deeds(viewer, stranger) for viewer in viewers]
    for at in range(len(of_all[0])):
        for number, deeds in zip(FRIENDS, of_all, strict=True):
            yield _measured(site, deeds[at], number)


def _deeds(viewer: User, stranger: User) -> list[Deed]:
    one, other = UserId(viewer.pk), UserId(stranger.pk)
    mine = queries.photos_by(viewer, person_seen(viewer, viewer.pk)).photos
    shown = next(seen.photo.id for seen in mine if seen.photo.visibility == Visibility.EVERYONE)
    # There is no friendship of this number, whose mark is taken away in any case.
    befriend = functools.partial(exchange_feeds, one=one, other=other, friendship_id=0)
    return [
        Deed("a photo is published", functools.partial(share_with_friends, photo_id=shown)),
        Deed("a friendship begins", befriend),
        Deed("a friendship ends", functools.partial(part_feeds, one=one, other=other), before=befriend),
    ]


def _measured(site: FilledSite, deed: Deed, friends: int) -> Measured:
    """Measure a deed and its bare calls, in turn."""
    measured = Measured(deed.name, site.site.photos, friends)
    deed.before()
    with listening() as asked:
        deed.work()
    measured.sql, measured.dynamodb = asked.queries, len(asked.calls)
    again = asked.again(site.client, lambda _: {})
    for number in range(FEED_ROUNDS):
        turn = [(measured.page, deed.work), (measured.bare, again)]
        for times, work in turn if number % 2 else reversed(turn):
            deed.before()
            times.append(milliseconds_of(work))
    return measured


def feed_row(measured: Measured) -> list[str]:
    """Write the figures of one deed for the table."""
    return [
        measured.name,
        f"{measured.friends:,}",
        f"{measured.photos:,}",
        f"{measured.p50:.1f}",
        f"{max(measured.page):.1f}",
        str(measured.sql),
        str(measured.dynamodb),
        measured.bare_p50,
        measured.page_to_bare,
    ]
