"""Knowing a picture again by its looks."""

from itertools import combinations

import pytest
from PIL import Image, ImageDraw

from moderation.screening.hashes import looks_of, near
from moderation.tests.drawing import SIZE, changed, drawn, renditions, saved

NUMBERS = range(12)


def looks(content: bytes) -> str:
    """Answer the looks of a file as the site makes them: of its smallest rendition."""
    return looks_of(renditions(content)["thumb"])


def alike(one: str, other: str) -> bool:
    """Say whether two pictures look the same by their looks; what has none looks like nothing."""
    return bool(one and other) and near(int(one, 16), int(other, 16))


def page_with_a_line() -> Image.Image:
    """Draw a white page with a line of text."""
    page = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(page).text((90, 200), "One line on a page", fill="black", font_size=40)
    return page


PLAIN = {
    **{colour: Image.new("RGB", SIZE, colour) for colour in ("white", "teal", "black")},
    "lighter to the right": Image.linear_gradient("L").rotate(90).resize(SIZE),
    "darker to the right": Image.linear_gradient("L").rotate(-90).resize(SIZE),
    "lighter downwards": Image.linear_gradient("L").resize(SIZE),
    "the grain of a dark room": Image.effect_noise(SIZE, 6).point(lambda value: max(0, value - 118)),
    "a line of text": page_with_a_line(),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_picture_is_known_again_after_a_slight_change(number: int) -> None:
    picture = drawn(number)
    first = looks(saved(picture))
    assert len(first) == 64
    unknown = [change for change, content in changed(picture).items() if not alike(first, looks(content))]
    assert unknown == []


def test_different_pictures_do_not_look_alike() -> None:
    all_looks = [looks(saved(drawn(number))) for number in NUMBERS]
    all_looks.append(looks(saved(Image.effect_noise(SIZE, 90))))
    assert "" not in all_looks
    assert [pair for pair in combinations(all_looks, 2) if alike(*pair)] == []


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_picture_has_no_looks(name: str) -> None:
    assert looks(saved(PLAIN[name])) == ""


def test_what_cannot_be_read_has_no_looks() -> None:
    whole = saved(drawn(1))
    assert [looks_of(content) for content in (b"", b"no picture", whole[:20], whole[:-9000])] == [""] * 4
