"""What a picture is held against before others see it: the Protocol of a screening, and the verdict that it answers.

Which screening it is says settings.SCREENING by its dotted path, because it asks for more than photos know: what was
decided about the person before, which pictures may not come again, and a service that looks at pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.ids import PhotoId, UserId


@dataclass(frozen=True)
class Picture:
    """A picture that is to be published; `files` are its JPEG renditions by name, never the original."""

    photo_id: PhotoId
    owner_id: UserId
    sha256: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Label:
    """Something that is to be seen, and how sure that is: `score` in per cent, 0 to 100."""

    name: str
    score: Decimal


@dataclass(frozen=True)
class Verdict:
    """What becomes of a picture: approved, held or rejected (photos/models), with sentences for its owner.

    `labels` say what is to be seen, `unsafe` what perhaps should not be, `text` what can be read in the picture.
    """

    status: str
    reasons: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    unsafe: tuple[Label, ...] = ()
    text: str = ""


class ScreeningFailed(Exception):
    """The picture could not be looked at now: it is held and looked at again later, and never approved by that."""


class Screening(Protocol):
    """A way to look at pictures. It raises ScreeningFailed when it cannot, and nothing else."""

    def __call__(self, picture: Picture) -> Verdict:
        """Look at one and say what becomes of it."""


def screened(picture: Picture) -> Verdict:
    """Hold a picture against the screening of this site. Raises ScreeningFailed."""
    screening: Screening = import_string(settings.SCREENING)
    return screening(picture)
