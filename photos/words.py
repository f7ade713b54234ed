"""The words that belong to a photo: cleaned and held against their limits in one place, for pages and JSON alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Visibility
from core.errors import Invalid
from core.text import cleaned, is_text, one_line

# Characters; a text also may not take more than four bytes for each of them.
LONGEST = {"title": 200, "caption": 2000, "description": 5000, "topic": 60, "alt": 1000}
ONE_LINE = frozenset({"title", "topic", "alt"})
MOST_TAGS, TAG_LONGEST = 20, 40
FILENAME_LONGEST = 255


@dataclass(frozen=True)
class Words:
    """What a person says about a photo, clean."""

    title: str = ""
    caption: str = ""
    description: str = ""
    topic: str = ""
    alt: str = ""
    tags: tuple[str, ...] = ()
    visibility: str = Visibility.EVERYONE


def checked(*, tags: str | Iterable[str] = "", visibility: str = Visibility.EVERYONE, **texts: str) -> Words:
    """Clean the words, or raise Invalid with a sentence for every field that will not do."""
    problems: dict[str, list[str]] = {}
    clean: dict[str, str] = {}
    for name, text in texts.items():
        clean[name] = one_line(text) if name in ONE_LINE else cleaned(text)
        _check_text(problems, name, text, clean[name])
    labels = labels_in(tags)
    if len(labels) > MOST_TAGS or any(len(tag) > TAG_LONGEST or not is_text(tag) for tag in labels):
        problems["tags"] = [f"At most {MOST_TAGS} tags of {TAG_LONGEST} characters each."]
    for name, labelled in (("tags", labels), ("topic", (clean.get("topic", ""),))):
        if any({".", ".."} & set(label.split("/")) for label in labelled):
            problems[name] = ["Dots alone are no word."]
    if visibility not in Visibility.values:
        problems["visibility"] = [f"Choose one of {', '.join(Visibility.values)}."]
    if problems:
        raise Invalid("Some of the words will not do.", fields=problems)
    return Words(tags=labels, visibility=visibility, **clean)


def clean_filename(name: str) -> str:
    """Keep of a file's name what can be shown and saved again: no folders, no control characters, not too long."""
    base = one_line("".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if is_text(c)))
    return base[-FILENAME_LONGEST:] or "photo"


def _check_text(problems: dict[str, list[str]], name: str, given: str, clean: str) -> None:
    if not is_text(given):
        problems[name] = ["This contains characters that are no text."]
    elif len(clean) > LONGEST[name]:
        problems[name] = [f"At most {LONGEST[name]} characters; these are {len(clean)}."]


def labels_in(given: str | Iterable[str]) -> tuple[str, ...]:
    """Split, trim, lower the case, drop a leading # and what is said twice; keep the order."""
    parts = ",".join([given] if isinstance(given, str) else given).split(",")
    labels = (one_line(part).lstrip("#").strip().lower() for part in parts)
    return tuple(dict.fromkeys(label for label in labels if label))
