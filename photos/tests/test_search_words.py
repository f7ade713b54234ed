"""Which words a photo is found by, whatever is typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from photos.search import LONGEST_TERM, MOST_TERMS, STOP_WORDS, terms
from photos.words import MOST_TAGS, TAG_LONGEST, checked

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(st.lists(TEXT, max_size=5))
def test_terms_are_few_short_whole_words_each_once(texts: list[str]) -> None:
    found = terms(texts)
    assert len(found) <= MOST_TERMS
    assert len(set(found)) == len(found)
    for term in found:
        assert 1 <= len(term) <= LONGEST_TERM
        assert term.isalnum()
        assert term not in STOP_WORDS


@given(st.lists(TEXT, max_size=5))
def test_asking_with_what_was_found_asks_for_the_same(texts: list[str]) -> None:
    found = terms(texts)
    assert terms(found) == terms([" ".join(found)]) == found


@given(TEXT)
def test_case_and_accents_make_no_difference(text: str) -> None:
    found = terms([text])
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert terms([unicodedata.normalize(form, text)]) == found
    assert terms([text.casefold()]) == found
    assert terms([text + "\u0301" if text[-1:].isalnum() else text]) == found


@given(
    st.lists(st.sampled_from(["red", "boat", "Lake", "the"]), max_size=6), st.sampled_from([" ", ", ", "\n", "-", "_"])
)
def test_words_are_found_between_whatever_parts_them(words: list[str], between: str) -> None:
    assert terms([between.join(words)]) == list(dict.fromkeys(word.lower() for word in words if word != "the"))


@given(st.integers(0, 200))
def test_a_long_text_gives_its_first_words(number: int) -> None:
    words = [f"word{index}" for index in range(number)]
    assert terms([" ".join(words)]) == words[:MOST_TERMS]
    assert terms([" ".join(words)], most=3) == words[:3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Über die Straße", ["uber", "die", "strasse"]),
        ("\U0001d401old ﬁne \uff37ide", ["bold", "fine", "wide"]),
        ("हिन्दी में", [*terms(["हिन्दी"]), *terms(["में"])]),
        ("Ёлка И йод", ["елка", "и", "иод"]),
        ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ"]),
        ("snake_case it's e-mail", ["snake", "case", "s", "e", "mail"]),
        ("❤️ 🎉 !!! ___", []),
        ("x" * 99, ["x" * 40]),
    ],
    ids=range(8),
)
def test_words_of_many_tongues(text: str, found: list[str]) -> None:
    assert terms([text]) == found


def test_a_word_of_an_indian_script_stays_one_word() -> None:
    assert len(terms(["हिन्दी"])) == 1


@given(st.one_of(TEXT, st.lists(TEXT, max_size=30)))
def test_tags_are_clean_each_once_and_stay_so(given_tags: str | list[str]) -> None:
    try:
        tags = checked(tags=given_tags).tags
    except Invalid:
        return
    assert len(tags) <= MOST_TAGS
    assert len(set(tags)) == len(tags)
    for tag in tags:
        assert 1 <= len(tag) <= TAG_LONGEST
        assert tag == tag.strip() == tag.lower()
        assert not tag.startswith("#")
    assert checked(tags=tags).tags == tags


@given(st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), unique=True, max_size=20))
def test_tags_with_commas_and_as_a_list_are_the_same(tags: list[str]) -> None:
    spelled = [f" #{tag.upper()} " for tag in tags]
    assert checked(tags=",".join(spelled)).tags == checked(tags=spelled).tags == tuple(tags)
