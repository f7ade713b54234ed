"""Fills a site straight into its stores: people and friendships by bulk_create, photos as publishing writes them."""

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.utils import timezone

from accounts.models import User, Visibility
from benchmarks.calling import plain_client
from core.ids import PhotoId, UserId
from photos import models
from photos.models import APPROVED, Photo, Topic
from photos.services.sharing import is_shared
from social.models import FriendRequest, Status

# The first people look at pages: each has so many friends, all among those behind the stranger, whom nobody knows.
FRIENDS = (1, 100, 1000)
STRANGER = len(FRIENDS)
PEOPLE = STRANGER + 1 + FRIENDS[-1]
# So many photos has each person on the average, once there are enough of them.
PHOTOS_EACH = 100
FEWEST_OWNERS = 20
FOR_ONESELF, FOR_FRIENDS = 0.05, 0.1
THREADS = 2
# About as many entries as a transaction of 100 writes has room for: DynamoDB's own limit.
WRITES = 100
VOCABULARY = 2000
TITLE_WORDS, CAPTION_WORDS, TAGS = 2, 4, 2
TOPICS = ("Landscape", "People", "City", "Animals", "Food", "Travel", "Sport", "Architecture", "Night", "Macro")
SHAPES = ((4032, 3024), (3024, 4032), (3840, 2160), (3000, 3000), (6000, 4000))
BEGAN = 1_700_000_000_000
MINUTE = 60_000
# A placeholder of the usual length: it is stored with every photo and read with every page.
PLACEHOLDER = f"data:image/webp;base64,{'A' * 160}"


def word(number: int) -> str:
    """Answer a word of the vocabulary; small numbers are the frequent ones."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "ve")
    digits = []
    for _ in range(3):
        number, rest = divmod(number, len(syllables))
        digits.append(syllables[rest])
    return "".join(digits)


def make_people() -> list[User]:
    """Make the people of all sites, who cannot log in by password, and who is whose friend."""
    names = [f"person{number}" for number in range(PEOPLE)]
    people = [User(username=name, username_key=name, email=f"{name}@example.org", password="!") for name in names]  # noqa: S106
    User.objects.bulk_create(people)
    people = list(User.objects.order_by("pk"))
    now = timezone.now()
    FriendRequest.objects.bulk_create(
        FriendRequest(
            requester=viewer,
            receiver=friend,
            low_id=viewer.pk,
            high_id=friend.pk,
            status=Status.ACCEPTED,
            created_at=now,
            responded_at=now,
            feeds_filled=True,
        )
        for viewer, friend in _friendships(people)
    )
    return people


def _friendships(people: Sequence[User]) -> Iterator[tuple[User, User]]:
    for viewer, number in zip(people, FRIENDS, strict=False):
        for friend in people[STRANGER + 1 :][:number]:
            yield viewer, friend


def fill(url: str, people: list[User], count: int) -> list[PhotoId]:
    """Write `count` photos with their entries into the tables at `url`; answer those that the first one may like."""
    chance = random.Random(count)  # noqa: S311 -- the same site at each run
    owners = people[: max(FEWEST_OWNERS, count // PHOTOS_EACH)]
    client = plain_client(url)
    readers: dict[UserId, list[UserId]] = {}
    for viewer, friend in _friendships(people):
        readers.setdefault(UserId(friend.pk), []).append(UserId(viewer.pk))
    # For everyone, and not their own: of those nobody would be told.
    of_others: list[PhotoId] = []

    def writes() -> Iterator[dict[str, Any]]:
        for number in range(count):
            photo = _photo(number, owners, chance)
            if photo.visibility == Visibility.EVERYONE and photo.owner_id != people[0].pk:
                of_others.append(photo.id)
            yield from _writes(photo, readers)

    chunks = _chunks(writes())
    with ThreadPoolExecutor(THREADS) as threads:
        # A few at a time, so that the photos are never in memory all at once.
        while some := list(itertools.islice(chunks, 20 * THREADS)):
            list(threads.map(lambda chunk: client.transact_write_items(TransactItems=chunk), some))
    for topic in TOPICS:
        tally = Topic(models.TOPICS, models.topic_key(topic), name=topic, photos=count // len(TOPICS))
        client.transact_write_items(TransactItems=[_put(tally.serialize())])
    return of_others


def _photo(number: int, owners: list[User], chance: random.Random) -> Photo:
    """Make up a photo: words as frequent as words are, one photo in twenty for its owner alone, one for friends."""
    photo_id = _id_made_at(BEGAN + number * MINUTE, chance)
    owner = owners[number % len(owners)]
    words = [word(int(VOCABULARY ** chance.random()) - 1) for _ in range(TITLE_WORDS + CAPTION_WORDS)]
    width, height = chance.choice(SHAPES)
    return Photo(
        *models.photo_key(photo_id),
        photo_id=photo_id,
        user_id=owner.pk,
        username=owner.username,
        status=APPROVED,
        visibility=_visibility(chance.random()),
        title=" ".join(words[:TITLE_WORDS]),
        caption=" ".join(words[TITLE_WORDS:]),
        topic=chance.choice(TOPICS),
        tags=sorted({word(int(300 ** chance.random()) - 1) for _ in range(TAGS)}),
        alt=" ".join(words),
        likes=chance.randrange(50),
        comments=chance.randrange(10),
        views=chance.randrange(500),
        width=width,
        height=height,
        placeholder=PLACEHOLDER,
        content_type="image/jpeg",
        file_size=3_000_000,
        filename=f"IMG_{number:06d}.JPG",
        sha256=f"{number:064x}",
        updated_at=BEGAN + number * MINUTE,
    )


def _visibility(number: float) -> Visibility:
    """Answer who may see a photo, by a number from 0 to 1."""
    if number < FOR_FRIENDS:
        return Visibility.ME if number < FOR_ONESELF else Visibility.FRIENDS
    return Visibility.EVERYONE


def _id_made_at(moment: int, chance: random.Random) -> str:
    """Build the UUIDv7 that new_id would have made at this millisecond."""
    rest = f"{moment:012x}7{chance.getrandbits(12):03x}{0x8 + chance.getrandbits(2):x}{chance.getrandbits(60):015x}"
    return "-".join((rest[:8], rest[8:12], rest[12:16], rest[16:20], rest[20:]))


def _writes(photo: Photo, readers: Mapping[UserId, Sequence[UserId]]) -> Iterator[dict[str, Any]]:
    """Write the photo and its entries, those in the homes of its owner's friends as well."""
    yield _put(photo.serialize())
    listings = models.listings_of(photo)
    if is_shared(photo):
        listings += [models.feed_of(reader) for reader in readers.get(photo.owner_id, ())]
    raw = models.entry(listings[0], photo).serialize()
    # Entries of one photo differ by their listing alone, and making a million of them anew takes a minute.
    yield from (_put({**raw, "PK": {"S": listing}}) for listing in listings)


def _put(item: dict[str, Any]) -> dict[str, Any]:
    return {"Put": {"TableName": Photo.Meta.table_name, "Item": item}}


def _chunks(writes: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(writes)
    while chunk := list(itertools.islice(iterator, WRITES)):
        yield chunk
