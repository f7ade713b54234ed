"""Galleries: ids by one Query, photos by one BatchGetItem, owners by one SQL query, however many photos there are."""

import functools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from accounts.models import User, Visibility
from core.dynamo import Condition, Page, batch_delete, in_parallel, query_page
from core.errors import Invalid, Unavailable
from core.ids import PhotoId, is_id
from photos import models
from photos.models import Entry, Ranking
from photos.queries.seeing import SeenPhoto, look
from photos.queries.wanted import PAGE_SIZE, Wanted
from social.queries import Person

# After so many rounds a page comes short, with a next link, instead of searching on.
MOST_ROUNDS = 4
# So many entries are looked through in one Query when the store leaves many of them out (an entry is 0.2 KB).
LOOKED_THROUGH = 400
# A person hides few of their photos, so that twice a page is looked through at first: each entry takes its time.
LOOKED_THROUGH_FIRST = 2


@dataclass(frozen=True)
class Gallery:
    """A page of a listing; `before` is where the next one begins, None at the end."""

    photos: Sequence[SeenPhoto]
    before: PhotoId | None


def home_feed(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read the viewer's home: their friends' photos and their own."""
    return gallery(Wanted(viewer, "home"), before=before, limit=limit)


def photos_by(viewer: User, owner: Person, *, before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read the photos of one person that the viewer may see."""
    return gallery(Wanted(viewer, "profile", owner=owner), before=before, limit=limit)


def photos_of_everyone(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read what everyone may see, newest first."""
    return gallery(Wanted(viewer, "all"), before=before, limit=limit)


def gallery(wanted: Wanted, *, before: str = "", limit: int = PAGE_SIZE, newest_first: bool = True) -> Gallery:
    """Read one page of what is wanted, from behind `before`.

    What is hidden from the viewer, or does not hold, leaves a gap; the gap is filled by another round, up to four.
    """
    if before and not is_id(before):
        raise Invalid(fields={"before": ["This is no photo id."]})
    if wanted.finds_nothing:
        return Gallery([], None)
    found: list[SeenPhoto] = []
    after = models.entry_sort_key(before) if before else None
    for number in range(MOST_ROUNDS):
        # One missing photo is not worth a round of its own, and a neighbour may stand behind many that are hidden.
        least = PAGE_SIZE if number else 0
        page = _entries(wanted, after, max(limit - len(found), least), newest_first=newest_first, far=number > 0)
        ids = [PhotoId(entry.photo_id) for entry in page.items]
        looked = look(wanted.viewer, ids, owner=wanted.owner)
        found += [photo for photo in looked.photos if wanted.holds(photo)]
        _drop_stale(page.items, looked.missing)
        after = page.after
        if after is None or len(found) >= limit:
            break
    if len(found) > limit:
        found = found[:limit]
        return Gallery(found, found[-1].photo.id)
    return Gallery(found, models.id_in_sort_key(after) if after else None)


def _entries(wanted: Wanted, after: str | None, limit: int, *, newest_first: bool, far: bool) -> Page[Entry]:
    if wanted.scope == "trending":
        return _ranked(after, limit, newest_first=newest_first)
    listings = wanted.listings
    read = functools.partial(_query, wanted, after=after, limit=limit, newest_first=newest_first, far=far)
    pages = in_parallel([functools.partial(read, listing=listing) for listing in listings])
    return pages[0] if len(pages) == 1 else _merged(pages, limit, newest_first=newest_first)


def _query(
    wanted: Wanted, *, listing: str, after: str | None, limit: int, newest_first: bool, far: bool
) -> Page[Entry]:
    beyond = None
    if after:
        beyond = Entry.sk < after if newest_first else Entry.sk > after
    hint = _hint(wanted, listing)
    return query_page(
        Entry,
        listing,
        limit=limit,
        look_through=_look_through(wanted, listing, limit, far=far) if hint is not None else None,
        key_condition=beyond,
        filter_condition=hint,
        newest_first=newest_first,
        consistent=wanted.is_own,
    )


def _look_through(wanted: Wanted, listing: str, limit: int, *, far: bool) -> int:
    is_theirs = wanted.person_id is not None and listing == models.photos_of(wanted.person_id)
    return LOOKED_THROUGH_FIRST * max(limit, PAGE_SIZE) if is_theirs and not far else LOOKED_THROUGH


def _hint(wanted: Wanted, listing: str) -> Condition | None:
    """Answer what the entries themselves can say: it spares reading photos, and decides nothing."""
    person_id = wanted.person_id
    if person_id is None:
        return None
    if listing != models.photos_of(person_id):
        return Entry.user_id == person_id
    if wanted.public_only or not (wanted.owner is None or wanted.owner.is_viewer or wanted.owner.is_friend):
        return Entry.visibility == Visibility.EVERYONE
    return Entry.visibility != Visibility.ME if wanted.owner and wanted.owner.is_friend else None


def _drop_stale(entries: Sequence[Entry], missing: Sequence[PhotoId]) -> None:
    """Remove the entries of photos that do not exist any more; another reader does it when this one fails."""
    gone = set(missing)
    with suppress(Unavailable):
        batch_delete(entry for entry in entries if entry.photo_id in gone and entry.pk)


def _merged(pages: Sequence[Page[Entry]], limit: int, *, newest_first: bool) -> Page[Entry]:
    """Merge pages of several shards into one, in the order of the ids."""
    entries = sorted(
        (entry for page in pages for entry in page.items), key=lambda entry: entry.sk, reverse=newest_first
    )
    more = len(entries) > limit or any(page.after for page in pages)
    entries = entries[:limit]
    return Page(entries, entries[-1].sk if entries and more else None)


def _ranked(after: str | None, limit: int, *, newest_first: bool) -> Page[Entry]:
    """Read the ranking by position; behind a photo that does not stand in it (any more) there is nothing."""
    ids = ranking()
    if not newest_first:
        ids = ids[::-1]
    before = models.id_in_sort_key(after) if after else None
    if before is not None and before not in ids:
        return Page([], None)
    start = ids.index(before) + 1 if before else 0
    chosen = ids[start : start + limit]
    entries = [Entry("", models.entry_sort_key(photo_id), photo_id=photo_id) for photo_id in chosen]
    return Page(entries, entries[-1].sk if start + limit < len(ids) else None)


def ranking() -> list[str]:
    """Read the ids of the trending photos in their order."""
    items = query_page(Ranking, models.RANKING[0], limit=1).items
    return list(items[0].photo_ids) if items else []
