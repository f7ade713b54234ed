"""Words as search knows them: which words a photo is found by, and which a person asks for. No store is touched."""

import re
import unicodedata
from collections.abc import Iterable

MOST_TERMS = 60
LONGEST_TERM = 40
# The beginning of a description says what it is about; a page of text would be found by everything.
DESCRIPTION_CHARACTERS = 500
WORD = re.compile(r"[^\W_]+")
# Words that say nothing alone; they are left out of what is stored and of what is asked for.
STOP_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have", "he", "her"),
        *("his", "i", "in", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she", "so", "that"),
        *("the", "their", "then", "there", "they", "this", "to", "was", "we", "were", "with", "you", "your"),
    }
)


def terms(texts: Iterable[str], *, most: int = MOST_TERMS) -> list[str]:
    """List the words of some texts, each once, in order: without case, accents and stop words."""
    found: dict[str, None] = {}
    for text in texts:
        for word in WORD.findall(_plain(text)):
            if word not in STOP_WORDS:
                found[word[:LONGEST_TERM]] = None
            if len(found) == most:
                return list(found)
    return list(found)


def _plain(text: str) -> str:
    """Take case and accents away: an Über is found as uber.

    Vowel signs go like accents, because a word of an Indian script would fall into its letters otherwise. The case goes
    last of all: some characters are capital letters only once they are decomposed.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in decomposed if not unicodedata.category(character).startswith("M"))
    return unicodedata.normalize("NFKC", bare)
