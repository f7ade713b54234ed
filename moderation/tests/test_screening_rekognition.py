"""What Rekognition is asked and what its answers mean, over the wire; and that whatever fails approves nothing."""

import re
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import User
from core.deadline import deadline
from core.tests.shelf import bad as broken
from core.tests.shelf import server_between, standing_in
from moderation.screening import screen
from moderation.tests.drawing import drawn, picture_of, saved
from moderation.tests.rekognition import (
    LABELS,
    MODERATION,
    TEXT,
    Rekognition,
    Told,
    away,
    bad,
    good,
    labelled,
    moderated,
    raw,
    written,
)
from photos.screening import Label, ScreeningFailed, Verdict
from tests import servers

pytestmark = pytest.mark.django_db
ALL = sorted((MODERATION, LABELS, TEXT))
MOST_BYTES = 5 * 1024 * 1024
LARGE = saved(drawn(1)).ljust(MOST_BYTES, b"\x00")


def test_three_signed_calls_carry_the_bytes_of_the_large_rendition(owner: User, rekognition: Rekognition) -> None:
    picture = picture_of(owner, saved(drawn(1).resize((2400, 1800))))
    assert screen(picture) == Verdict("approved")
    assert rekognition.operations() == ALL
    for asked in rekognition.asked:
        assert asked.content == picture.files["large"]
        assert asked.headers["content-type"] == "application/x-amz-json-1.1"
        signed = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=test/\d{8}/us-east-1/rekognition/aws4_request, "
            r"SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}",
            asked.headers["authorization"],
        )
        assert signed is not None
        assert {"host", "x-amz-date", "x-amz-target"} <= set(signed[1].split(";"))
    sent = {
        asked.operation: {name: asked.body[name] for name in asked.body if name != "Image"}
        for asked in rekognition.asked
    }
    assert sent == {MODERATION: {"MinConfidence": 60}, LABELS: {"MinConfidence": 60, "MaxLabels": 30}, TEXT: {}}


def test_what_is_seen_and_read_comes_with_the_verdict(owner: User, rekognition: Rekognition) -> None:
    rekognition.tell(LABELS, labelled(("Dog", 98.76543, "Animal"), ("Animal", 98.5, ""), ("Cat", 69.99, "Animal")))
    rekognition.tell(TEXT, written("BEWARE OF", "  the\u200b \x00dog "))
    assert screen(picture_of(owner)) == Verdict(
        "approved",
        labels=(Label("Dog", Decimal("98.77")), Label("Animal", Decimal("98.50"))),
        text="BEWARE OF the dog",
    )


def test_no_more_is_kept_than_helps_to_find_the_photo(owner: User, rekognition: Rekognition) -> None:
    rekognition.tell(LABELS, labelled(*((f"Thing {number}", 99.0, "") for number in range(40))))
    rekognition.tell(TEXT, written(*("word " * 30 for _ in range(20))))
    verdict = screen(picture_of(owner))
    assert [label.name for label in verdict.labels] == [f"Thing {number}" for number in range(30)]
    assert 990 < len(verdict.text) <= 1000


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ([("Violence", 95.0, "")], "rejected"),
        ([("violence", 90.0, "")], "rejected"),
        ([("Violence", 89.99, "")], "held"),
        ([("Violence", 60.0, "")], "held"),
        ([("Violence", 59.99, "")], "approved"),
        ([("Weapons", 95.0, "Violence")], "rejected"),
        ([("Rifle", 95.0, "Weapons"), ("Weapons", 95.0, "VIOLENCE")], "rejected"),
        ([("Rifle", 75.0, "Weapons"), ("Weapons", 75.0, "Violence"), ("Violence", 75.0, "")], "held"),
        ([("Alcohol", 99.9, ""), ("Wine", 99.9, "Alcohol")], "approved"),
        ([("One", 99.9, "Other"), ("Other", 99.9, "One")], "approved"),
    ],
)
def test_a_label_counts_by_its_name_or_one_above_it(
    owner: User, rekognition: Rekognition, found: list[tuple[str, float, str]], status: str
) -> None:
    rekognition.tell(MODERATION, moderated(*found))
    assert screen(picture_of(owner)).status == status


def test_the_owner_reads_what_it_seems_to_show_surest_first(owner: User, rekognition: Rekognition) -> None:
    rekognition.tell(
        MODERATION, moderated(("Violence", 70.0, ""), ("Blood", 82.5, "Violence"), ("Smoking", 99.0, "Tobacco"))
    )
    verdict = screen(picture_of(owner))
    assert verdict.reasons == ("It seems to show: Blood, Violence.",)
    assert verdict.unsafe == (Label("Blood", Decimal("82.50")), Label("Violence", Decimal("70.00")))


def test_what_this_site_does_not_want_is_said_in_the_settings(
    owner: User, rekognition: Rekognition, settings: Any
) -> None:
    settings.REKOGNITION_BLOCKED_LABELS = ["weapon", "Smoking"]
    settings.REKOGNITION_HOLD_CONFIDENCE, settings.REKOGNITION_REJECT_CONFIDENCE = 50, 80
    rekognition.tell(MODERATION, moderated(("Violence", 99.0, ""), ("Smoking", 55.0, "Tobacco")))
    verdict = screen(picture_of(owner))
    assert (verdict.status, verdict.reasons) == ("held", ("It seems to show: Smoking.",))
    # A thing that is no offence in itself can be unwanted too, and is then no word to find the photo by.
    rekognition.tell(LABELS, labelled(("Gun", 80.0, "Weapon"), ("Man", 99.0, "Person")))
    verdict = screen(picture_of(owner))
    assert (verdict.status, verdict.reasons) == ("rejected", ("It seems to show: Gun, Smoking.",))
    assert [label.name for label in verdict.labels] == ["Man"]
    assert {asked.body.get("MinConfidence") for asked in rekognition.asked} == {50, None}


def row(**changes: object) -> dict[str, list[object]]:
    """Write an answer with one label that is not in order."""
    return {"ModerationLabels": [{"Name": "Violence", "Confidence": 95.0, "ParentName": "", **changes}]}


FAILURES: dict[str, tuple[str, Told]] = {
    "throttled": (MODERATION, bad("ThrottlingException")),
    "too many calls": (LABELS, bad("ProvisionedThroughputExceededException")),
    "no right": (TEXT, bad("AccessDeniedException")),
    "no picture": (MODERATION, bad("InvalidImageFormatException")),
    "too large": (MODERATION, bad("ImageTooLargeException")),
    "broken": (LABELS, bad("InternalServerError", 500)),
    "away for now": (MODERATION, bad("ServiceUnavailable", 503)),
    "cut off": (TEXT, away),
    "no JSON": (MODERATION, raw(b"<html>Welcome to this hotel</html>")),
    "half of it": (LABELS, raw(b'{"Labels": [')),
    "empty": (MODERATION, raw(b"")),
    "no UTF-8": (TEXT, raw(b"\xff\xfe")),
    "nothing in it": (MODERATION, good({})),
    "null in it": (MODERATION, good({"ModerationLabels": None})),
    "a list": (MODERATION, good([])),
    "no list in it": (LABELS, good({"Labels": "none"})),
    "nothing in the list": (MODERATION, good({"ModerationLabels": [None]})),
    "a label without a name": (MODERATION, good({"ModerationLabels": [{"Confidence": 95.0}]})),
    "a name that is none": (MODERATION, good(row(Name=7))),
    "an empty name": (MODERATION, good(row(Name=" "))),
    "no confidence": (MODERATION, good(row(Confidence=None))),
    "a confidence in words": (MODERATION, good(row(Confidence="high"))),
    "a confidence that is no number": (MODERATION, good(row(Confidence=float("nan")))),
    "a confidence without end": (MODERATION, good(row(Confidence=float("inf")))),
    "too much confidence": (MODERATION, good(row(Confidence=100.01))),
    "negative confidence": (MODERATION, good(row(Confidence=-1))),
    "text without a kind": (TEXT, good({"TextDetections": [{"DetectedText": "word"}]})),
}


@pytest.mark.parametrize("name", FAILURES)
def test_whatever_fails_approves_nothing(owner: User, rekognition: Rekognition, name: str) -> None:
    rekognition.tell(*FAILURES[name])
    with pytest.raises(ScreeningFailed):
        screen(picture_of(owner))


@pytest.mark.parametrize("first", [bad("ThrottlingException"), bad("InternalServerError", 500), away])
def test_one_failure_that_passes_is_tried_again(owner: User, rekognition: Rekognition, first: Told) -> None:
    rekognition.tell(MODERATION, first, moderated(("Violence", 95.0, "")))
    assert screen(picture_of(owner)).status == "rejected"
    assert rekognition.operations() == sorted([*ALL, MODERATION])


@pytest.mark.parametrize("operation", ALL)
def test_an_answer_that_does_not_come_is_not_waited_for_beyond_the_deadline(
    owner: User, rekognition: Rekognition, operation: str
) -> None:
    rekognition.tell(operation, rekognition.hang)
    picture = picture_of(owner)
    began = time.monotonic()
    # Two seconds are kept for storing what comes of it.
    with deadline(2.6), pytest.raises(ScreeningFailed, match="in time"):
        screen(picture)
    assert time.monotonic() - began < 5


def test_a_refusal_is_known_before_the_other_answers_come(owner: User, rekognition: Rekognition) -> None:
    rekognition.tell(LABELS, rekognition.hang)
    rekognition.tell(TEXT, bad("AccessDeniedException"))
    began = time.monotonic()
    with pytest.raises(ScreeningFailed, match="AccessDenied"):
        screen(picture_of(owner))
    assert time.monotonic() - began < 4


def test_nobody_at_the_address_fails(owner: User, settings: Any) -> None:
    settings.MODERATION_BACKEND = "rekognition"
    settings.REKOGNITION_ENDPOINT_URL = f"http://127.0.0.1:{servers.free_port()}"
    with pytest.raises(ScreeningFailed, match="EndpointConnectionError"):
        screen(picture_of(owner))


def test_five_megabytes_are_sent_and_more_is_not(owner: User, rekognition: Rekognition, settings: Any) -> None:
    settings.STORAGE_BACKEND = "local"
    assert len(LARGE) == MOST_BYTES
    screen(picture_of(owner, files={"large": LARGE, "medium": b"smaller"}))
    assert {asked.content for asked in rekognition.asked} == {LARGE}
    rekognition.asked.clear()
    screen(picture_of(owner, files={"full": b"never", "large": LARGE + b"\x00", "medium": b"smaller"}))
    assert [asked.content for asked in rekognition.asked] == [b"smaller"] * 3


def test_a_larger_picture_is_read_from_the_bucket(owner: User, rekognition: Rekognition, settings: Any) -> None:
    settings.STORAGE_BACKEND, settings.S3_BUCKET = "s3", "our-photos"
    picture = picture_of(owner, files={"large": LARGE + b"\x00", "medium": b"smaller"})
    screen(picture)
    place = {"S3Object": {"Bucket": "our-photos", "Name": f"photos/{picture.photo_id}_large.jpg"}}
    assert [asked.body["Image"] for asked in rekognition.asked] == [place] * 3


@pytest.mark.parametrize("files", [{}, {"full": b"never"}, {"large": b""}])
def test_without_a_rendition_nothing_is_asked_and_nothing_approved(
    owner: User, rekognition: Rekognition, files: dict[str, bytes]
) -> None:
    with pytest.raises(ScreeningFailed):
        screen(picture_of(owner, files=files))
    assert rekognition.asked == []


def refused(*_: object) -> None:
    """Answer like a database that is away."""
    raise OperationalError("away")


def test_a_database_that_does_not_answer_approves_nothing(owner: User) -> None:
    picture = picture_of(owner)
    with connection.execute_wrapper(refused), pytest.raises(ScreeningFailed):
        screen(picture)


def test_where_nobody_knows_how_much_somebody_has_shown_nothing_is_approved(
    owner: User, rekognition: Rekognition
) -> None:
    User.objects.filter(pk=owner.pk).update(created_at=timezone.now() - timedelta(days=8))
    picture = picture_of(owner)
    with server_between(), standing_in(broken("AccessDeniedException")), pytest.raises(ScreeningFailed):
        screen(picture)
    assert rekognition.operations() == ALL
