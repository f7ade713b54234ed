"""The demo's drawn photos and its people keep what the upload and the sign-up ask for."""

import re
from io import BytesIO
from itertools import islice, pairwise

import pytest
from PIL import Image

from lumina_site.demo.art import ALBUM, Sketch, sketches
from lumina_site.demo.cast import PEOPLE
from lumina_site.demo.moments import SHAPES


@pytest.fixture(scope="module")
def drawn() -> list[Sketch]:
    return list(sketches(count=8, seed=7))


def test_same_seed_draws_the_same_bytes(drawn: list[Sketch]) -> None:
    assert list(islice(sketches(count=60, seed=7), 2)) == drawn[:2]


def test_another_seed_draws_other_photos(drawn: list[Sketch]) -> None:
    assert next(sketches(count=1, seed=8)).jpeg != drawn[0].jpeg


def test_jpeg_opens_with_the_size_that_it_states(drawn: list[Sketch]) -> None:
    for sketch in drawn:
        with Image.open(BytesIO(sketch.jpeg)) as image:
            image.load()
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (sketch.width, sketch.height))


def test_shapes_are_the_promised_ones(drawn: list[Sketch]) -> None:
    assert all(1600 <= max(size) <= 2400 for size in SHAPES.values())
    assert {(sketch.width, sketch.height) for sketch in drawn} <= set(SHAPES.values())
    assert len({(sketch.width, sketch.height) for sketch in drawn}) > 1


def test_no_photo_is_empty_or_a_single_colour(drawn: list[Sketch]) -> None:
    for sketch in drawn:
        with Image.open(BytesIO(sketch.jpeg)) as image:
            low, high = image.convert("L").resize((64, 64)).getextrema()
        assert isinstance(low, int | float)
        assert isinstance(high, int | float)
        assert high - low > 50, sketch.alt


def test_words_fit_the_upload_form() -> None:
    assert len(ALBUM) == 60
    for moment in ALBUM:
        tags = moment.tags.split(", ")
        assert 10 < len(moment.alt) <= 200
        assert len(moment.title) <= 200
        assert len(moment.caption) <= 2000
        assert len(set(tags)) == len(tags) <= 20
        assert all(0 < len(tag) <= 40 and tag == tag.lower().strip() for tag in tags)


def test_album_is_varied() -> None:
    assert len({moment.scene for moment in ALBUM}) >= 14
    assert {moment.form for moment in ALBUM} == set(SHAPES)
    assert len({moment.topic for moment in ALBUM}) == 8


def test_neighbours_in_a_gallery_differ_in_topic(drawn: list[Sketch]) -> None:
    assert all(one.topic != other.topic for one, other in pairwise(drawn))


def test_eight_people_with_valid_names_and_short_bios() -> None:
    assert len({person.username.lower() for person in PEOPLE}) == 8
    for person in PEOPLE:
        assert re.fullmatch(r"[A-Za-z0-9_.-]{3,30}", person.username)
        assert 10 < len(person.bio) <= 160
