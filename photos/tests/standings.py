"""Screenings for tests (settings.SCREENING names one), and how tests hear what is told and see where photos stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.dispatch import Signal

from photos.models import APPROVED, HELD, REJECTED, Photo, listings_of, photo_key
from photos.screening import Label, Picture, ScreeningFailed, Verdict
from tests.cast import items_stored

HERE = "photos.tests.standings"


def approving(picture: Picture) -> Verdict:
    """Approve, and find something harmless."""
    assert not picture.files or picture.files["large"].startswith(b"\xff\xd8")
    return Verdict(APPROVED, labels=(Label("Lighthouse", Decimal("99.125")),), text="NO SWIMMING")


def holding(picture: Picture) -> Verdict:  # noqa: ARG001
    """Hold everything."""
    return Verdict(HELD, reasons=("Perhaps somebody is hurt in it.",), unsafe=(Label("Violence", Decimal("61.5")),))


def rejecting(picture: Picture) -> Verdict:  # noqa: ARG001
    """Reject everything."""
    return Verdict(REJECTED, reasons=("It shows what may not be shown here.",))


def failing(picture: Picture) -> Verdict:  # noqa: ARG001
    """Be away."""
    message = "no answer within five seconds"
    raise ScreeningFailed(message)


def babbling(picture: Picture) -> Verdict:  # noqa: ARG001
    """Answer what is no verdict."""
    return Verdict("splendid")


def screening(name: str) -> str:
    """Name one of these for the settings."""
    return f"{HERE}.{name}"


@contextmanager
def heard(*signals: Signal) -> Iterator[list[dict[str, Any]]]:
    """List what is told by these signals while the block runs."""
    told: list[dict[str, Any]] = []

    def listen(**what: Any) -> None:
        told.append(what)

    for signal in signals:
        signal.connect(listen)
    try:
        yield told
    finally:
        for signal in signals:
            signal.disconnect(listen)


def stored(photo_id: str) -> Photo:
    """Read the photo as it is."""
    return Photo.get(*photo_key(photo_id), consistent_read=True)


def listings_with(photo_id: str) -> set[str]:
    """Name the listings in which the photo stands."""
    return {pk for pk, sk in items_stored() if sk == f"PHOTO#{photo_id}" and not pk.startswith("POINTS#")}


def assert_stands_right(photo_id: str, *marks: str) -> None:
    """Expect the photo in exactly the listings of its status, words and visibility, and in these marks."""
    photo = stored(photo_id)
    assert photo.leaving == []
    assert listings_with(photo_id) == {*listings_of(photo), *(f"STATUS#{mark}" for mark in marks)}
