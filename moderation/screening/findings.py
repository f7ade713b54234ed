"""What a look at a picture finds, whoever looks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from photos.screening import Label, Picture


class Severity(StrEnum):
    """How sure it is that a picture shows what this site does not want."""

    NOTHING = "nothing"
    DOUBTFUL = "doubtful"
    CLEAR = "clear"


@dataclass(frozen=True)
class Finding:
    """What is to be seen (`labels`), what perhaps should not be (`unsafe`, surest first), and what can be read."""

    severity: Severity
    labels: tuple[Label, ...] = ()
    unsafe: tuple[Label, ...] = ()
    text: str = ""


class Looking(Protocol):
    """A way to look at a picture. It raises ScreeningFailed when it cannot."""

    def __call__(self, picture: Picture) -> Finding | None:
        """Look at one; None says that nobody does here."""


def nobody(picture: Picture) -> None:
    """Do not look."""
