"""What people type: cleaned once and for all, and never taken for empty when it is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import MARKS_IN_A_ROW, cleaned, is_text, one_line

PILE = "\u0301\u0302\u0303\u0488\u20dd"
awkward = st.text(st.one_of(st.characters(), st.sampled_from("a \n\r\t\u200b\u200d\ufe0f\u202e\u3000e" + PILE)))
storable = awkward.filter(is_text)


@given(awkward)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert one_line(one_line(text)) == one_line(text)


@given(storable)
def test_what_is_clean_has_no_edges_and_no_disguise(text: str) -> None:
    clean = cleaned(text)
    assert clean == clean.strip()
    assert is_text(clean)
    assert not {"\r", "\u200b", "\u202e", "\ufeff"} & set(clean)


@given(storable)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert "  " not in one_line(text)


@given(storable)
def test_no_pile_of_marks_is_higher_than_a_few(text: str) -> None:
    height = 0
    for character in cleaned(text):
        height = height + 1 if unicodedata.category(character).startswith("M") else 0
        assert height <= MARKS_IN_A_ROW


@given(st.text("abcdefghijklmnopqrstuvwxyz ÄÖÜß東京한국어עברית".replace(" ", ""), min_size=1))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert cleaned(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "\u200b",
        "\u200b\u200c\u200d\ufeff\u2060",
        "\u3164",
        "\uffa0\u115f",
        "\u2800",
        "\ufe0f\u200d",
        "\ufe00",
        "\U000e0100",
        "\U000e0020\U000e007f",
        "\u061c\u202e",
        "\u00a0\u3000\u2003",
        "\u180b \u180e",
    ],
    ids=ascii,
)
def test_what_nobody_can_see_is_empty(text: str) -> None:
    assert cleaned(text) == ""
    assert one_line(text) == ""


@pytest.mark.parametrize("mark", ["\u0301", "\u0488", "\u20dd", "\u0e47", "\u0301\u200d", "\ufe0f"], ids=ascii)
def test_a_pile_is_cut_and_its_letter_stays(mark: str) -> None:
    clean = cleaned("a" + mark * 5000 + "b")
    assert (clean[0], clean[-1]) in {("a", "b"), ("\u00e1", "b")}
    assert len(clean) <= MARKS_IN_A_ROW + 3


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f3f3\ufe0f\u200d\u26a7\ufe0f",
        "\U0001f44d\U0001f3fd",
        "\U0001f1e9\U0001f1ea",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "1\ufe0f\u20e3",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        "\u0915\u094d\u200d\u0937",
        "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48",
        "Z\u0324\u0301\u0306",
        "line one\n\nline two",
    ],
    ids=ascii,
)
def test_emoji_and_scripts_that_join_survive(text: str) -> None:
    assert cleaned(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["\0", "a\x07", "\x1b[31m", "\x7f", "\x85", "\ud800", "\udfffb"], ids=ascii)
def test_control_characters_and_half_pairs_are_no_text(text: str) -> None:
    assert not is_text(text)


def test_line_ends_and_tabs_are_text() -> None:
    assert is_text("a\tb\r\nc\n")
    assert cleaned("a\r\nb\rc") == "a\nb\nc"
    assert one_line(" a\r\n\tb  c ") == "a b c"
