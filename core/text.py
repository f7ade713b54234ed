"""Cleaning of what people type: one place that decides what counts as empty, too long, or no text at all."""

import re
import unicodedata

# Zero-width and directional marks: alone they are nothing, inside a text they disguise.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Characters that change or join others, and those that only look like space: they may stay, but make no text.
BLANK = re.compile("[\u180b-\u180d\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff\\s]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
MARKS_IN_A_ROW = 8


def is_text(value: str) -> bool:
    """Say whether the string can be stored and shown: no NUL, no control characters, no half surrogate pairs."""
    return CONTROL.search(value) is None


def cleaned(value: str) -> str:
    """Trim the text, take invisible characters out, cut piles of combining marks; nothing visible left is empty."""
    value = unicodedata.normalize("NFC", INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    return _without_piles(value) if BLANK.sub("", value) else ""


def one_line(value: str) -> str:
    """Clean a text that has to stay on one line, such as a title."""
    return " ".join(cleaned(value).split())


def _without_piles(value: str) -> str:
    if value.isascii():
        return value
    kept: list[str] = []
    run = 0
    for character in value:
        run = run + 1 if _rides_on_another(character) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _rides_on_another(character: str) -> bool:
    """Say whether it is drawn onto the character before it: marks of all kinds, joiners, tags of flags."""
    category = unicodedata.category(character)
    return category.startswith("M") or category == "Cf"
