"""Fills a site straight into its stores: people by bulk_create, photos with their entries as publishing writes them."""

import itertools
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from accounts.models import User, Visibility
from benchmarks.calling import plain_client
from core.ids import PhotoId
from photos import models
from photos.models import APPROVED, Photo, Topic

PEOPLE = 500
# So many photos has each person on the average, once there are enough of them.
PHOTOS_EACH = 200
FEWEST_OWNERS = 20
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
    """Make the people of all sites, who cannot log in by password; the first one is the viewer."""
    names = [f"person{number}" for number in range(PEOPLE)]
    people = [User(username=name, username_key=name, email=f"{name}@example.org", password="!") for name in names]  # noqa: S106
    User.objects.bulk_create(people)
    return list(User.objects.order_by("pk"))


def fill(url: str, people: list[User], count: int) -> list[PhotoId]:
    """Write `count` photos with all their entries into the tables at `url`; answer those for everyone, oldest first."""
    chance = random.Random(count)  # noqa: S311 -- the same site at each run
    owners = people[: max(FEWEST_OWNERS, count // PHOTOS_EACH)]
    client = plain_client(url)
    seen_by_all: list[PhotoId] = []

    def writes() -> Iterator[dict[str, Any]]:
        for number in range(count):
            photo = _photo(number, owners, chance)
            if photo.visibility == Visibility.EVERYONE:
                seen_by_all.append(photo.id)
            yield from _writes(photo)

    chunks = _chunks(writes())
    with ThreadPoolExecutor(THREADS) as threads:
        # A few at a time, so that the photos are never in memory all at once.
        while some := list(itertools.islice(chunks, 20 * THREADS)):
            list(threads.map(lambda chunk: client.transact_write_items(TransactItems=chunk), some))
    for topic in TOPICS:
        tally = Topic(models.TOPICS, models.topic_key(topic), name=topic, photos=count // len(TOPICS))
        client.transact_write_items(TransactItems=[_put(tally.serialize())])
    return seen_by_all


def _photo(number: int, owners: list[User], chance: random.Random) -> Photo:
    """Make up a photo: words as frequent as words are, one photo in twenty for its owner alone."""
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
        visibility=Visibility.ME if chance.random() < 0.05 else Visibility.EVERYONE,  # noqa: PLR2004
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


def _id_made_at(moment: int, chance: random.Random) -> str:
    """Build the UUIDv7 that new_id would have made at this millisecond."""
    rest = f"{moment:012x}7{chance.getrandbits(12):03x}{0x8 + chance.getrandbits(2):x}{chance.getrandbits(60):015x}"
    return "-".join((rest[:8], rest[8:12], rest[12:16], rest[16:20], rest[20:]))


def _writes(photo: Photo) -> Iterator[dict[str, Any]]:
    yield _put(photo.serialize())
    listings = models.listings_of(photo)
    raw = models.entry(listings[0], photo).serialize()
    # Entries of one photo differ by their listing alone, and making a million of them anew takes a minute.
    yield from (_put({**raw, "PK": {"S": listing}}) for listing in listings)


def _put(item: dict[str, Any]) -> dict[str, Any]:
    return {"Put": {"TableName": Photo.Meta.table_name, "Item": item}}


def _chunks(writes: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(writes)
    while chunk := list(itertools.islice(iterator, WRITES)):
        yield chunk
