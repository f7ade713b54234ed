"""What the answers of Rekognition mean on this site, read strictly: what is missing or odd approves nothing.

https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectModerationLabels.html and its neighbours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from core.text import CONTROL, one_line
from moderation.screening.findings import Finding, Severity
from photos.screening import Label

# What is said of a picture so that people find it: a few things that are surely in it.
MOST_LABELS, KEPT_CONFIDENCE = 30, 70
TEXT_LONGEST = 1000
CENT, MOST = Decimal("0.01"), 100
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class _Seen:
    """Something in the picture, with its own name and those above it in lower case."""

    label: Label
    names: frozenset[str]


def finding_in(moderation: Answer, labels: Answer, text: Answer) -> Finding:
    """Read the three answers: what is unwanted by its own name or one above it, what else is there, what is written.

    Raises KeyError, TypeError, ValueError, AttributeError or ArithmeticError for answers that are none.
    """
    things = list(_things(labels))
    unsafe = _unwanted([*_moderated(moderation), *things])
    taken = {label.name for label in unsafe}
    kept = [thing.label for thing in things if thing.label.score >= KEPT_CONFIDENCE and thing.label.name not in taken]
    return Finding(_severity(unsafe), tuple(kept[:MOST_LABELS]), unsafe, _read(text))


def _unwanted(seen: Sequence[_Seen]) -> tuple[Label, ...]:
    """List what counts against the picture, surest first, each name once."""
    blocked = {name.casefold() for name in settings.REKOGNITION_BLOCKED_LABELS}
    found: dict[str, Label] = {}
    for thing in sorted(seen, key=lambda thing: -thing.label.score):
        if thing.names & blocked and thing.label.score >= settings.REKOGNITION_HOLD_CONFIDENCE:
            found.setdefault(thing.label.name, thing.label)
    return tuple(found.values())


def _severity(unsafe: Sequence[Label]) -> Severity:
    if not unsafe:
        return Severity.NOTHING
    return Severity.CLEAR if unsafe[0].score >= settings.REKOGNITION_REJECT_CONFIDENCE else Severity.DOUBTFUL


def _moderated(answer: Answer) -> Iterator[_Seen]:
    rows = answer["ModerationLabels"]
    parents = {row["Name"].casefold(): row.get("ParentName", "").casefold() for row in rows}
    for row in rows:
        # Each names only the one above it, which is in the list itself.
        names, name = set(), row["Name"].casefold()
        while name and name not in names:
            names.add(name)
            name = parents.get(name, "")
        yield _Seen(_label(row), frozenset(names))


def _things(answer: Answer) -> Iterator[_Seen]:
    for row in answer["Labels"]:
        above = (parent["Name"].casefold() for parent in row.get("Parents", ()))
        yield _Seen(_label(row), frozenset({row["Name"].casefold(), *above}))


def _label(row: Answer) -> Label:
    name, score = _plain(row["Name"]), Decimal(str(row["Confidence"])).quantize(CENT)
    if not name or not 0 <= score <= MOST:
        raise ValueError(f"no label: {row['Name']!r}, {score}")
    return Label(name, score)


def _read(answer: Answer) -> str:
    # Words come again by themselves after the lines that they stand in.
    lines = [row["DetectedText"] for row in answer["TextDetections"] if row["Type"] == "LINE"]
    return _plain(" ".join(lines))[:TEXT_LONGEST].strip()


def _plain(text: str) -> str:
    return one_line(CONTROL.sub(" ", text))
