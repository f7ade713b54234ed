"""Pictures that were removed for good, held against what comes later; and the screening where nobody looks."""

import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from moderation.models import BlockedPicture
from moderation.screening import screen
from moderation.screening.hashes import looks_of
from moderation.services import Ruling, decide, open_case, undo
from moderation.tests.drawing import changed, drawn, picture_of, saved
from photos.screening import Picture, Verdict
from tests.cast import Counted, Uploads, browser_of

pytestmark = pytest.mark.django_db
AGAIN = Verdict("rejected", ("This picture was removed before and may not be uploaded again.",))
ALIKE = Verdict("held", ("It looks like a picture that was removed before.",))
APPROVED = Verdict("approved")


def blocked(picture: Picture) -> BlockedPicture:
    """Keep a picture out from now on."""
    return BlockedPicture.objects.create(sha256=picture.sha256, perceptual=looks_of(picture.files["thumb"]))


def timed(work: Callable[[], object]) -> float:
    """Answer how many seconds something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_where_nobody_looks_every_picture_is_approved(owner: User) -> None:
    assert screen(picture_of(owner)) == APPROVED
    assert screen(picture_of(owner, files={})) == APPROVED


def test_a_removed_picture_may_not_come_again_whoever_sends_it(owner: User, moderator: User) -> None:
    blocked(picture_of(owner))
    assert [screen(picture_of(person)) for person in (owner, moderator)] == [AGAIN, AGAIN]


@pytest.mark.parametrize("change", changed(drawn(1)))
def test_what_looks_like_a_removed_picture_waits_for_a_moderator(owner: User, moderator: User, change: str) -> None:
    blocked(picture_of(owner))
    content = changed(drawn(1))[change]
    assert [screen(picture_of(person, content)) for person in (owner, moderator)] == [ALIKE, ALIKE]


def test_other_pictures_are_not_concerned(owner: User) -> None:
    blocked(picture_of(owner))
    assert screen(picture_of(owner, saved(drawn(2)))) == APPROVED


def test_a_block_counts_at_once_and_so_does_its_end(owner: User) -> None:
    one, other = (picture_of(owner, saved(drawn(number), quality=70)) for number in (1, 2))
    assert [screen(one), screen(other)] == [APPROVED, APPROVED]
    first = blocked(picture_of(owner, saved(drawn(1))))
    assert [screen(one), screen(other)] == [ALIKE, APPROVED]
    blocked(picture_of(owner, saved(drawn(2))))
    assert [screen(one), screen(other)] == [ALIKE, ALIKE]
    first.delete()
    assert [screen(one), screen(other)] == [APPROVED, ALIKE]


def test_a_plain_picture_is_blocked_by_its_bytes_alone(owner: User) -> None:
    flat = saved(drawn(1).resize((1, 1)).resize((640, 480)))
    assert blocked(picture_of(owner, flat)).perceptual == ""
    assert screen(picture_of(owner, flat)) == AGAIN
    assert screen(picture_of(owner, saved(drawn(2).resize((1, 1)).resize((640, 480))))) == APPROVED


def test_ten_thousand_blocked_pictures_cost_two_queries_and_milliseconds(owner: User, counted: Counted) -> None:
    BlockedPicture.objects.bulk_create(
        BlockedPicture(sha256=secrets.token_hex(32), perceptual=secrets.token_hex(32)) for _ in range(10_000)
    )
    picture = picture_of(owner)
    assert screen(picture) == APPROVED
    with counted() as calls:
        assert screen(picture) == APPROVED
    assert (len(calls.sql), calls.dynamodb) == (2, [])
    # About 3 ms each on an idle machine; the fastest of a few, because others may use it too.
    assert min(timed(lambda: screen(picture)) for _ in range(5)) < 0.05


def test_a_picture_of_which_no_checksum_is_known_is_like_no_other(owner: User, settings: Any) -> None:
    BlockedPicture.objects.create(sha256="")
    settings.MODERATION_BACKEND = "none"
    picture = picture_of(owner)
    assert screen(Picture(picture.photo_id, picture.owner_id, "", picture.files)) == APPROVED


def test_of_two_cases_with_the_same_picture_each_keeps_it_out(
    owner: User, moderator: User, administrator: User, upload: Uploads
) -> None:
    content = saved(drawn(1))
    photos = [upload(owner, content=content).photo_id for _ in range(2)]
    cases = [open_case(actor=moderator, target_type="photo", target_id=photo_id) for photo_id in photos]
    ruling = Ruling("remove", rule="nudity", block_again=True)
    made = [decide(actor=moderator, case_id=case.pk, ruling=ruling) for case in cases]
    undo(actor=moderator, decision_id=made[0].pk)
    assert screen(picture_of(owner, content)) == AGAIN
    undo(actor=moderator, decision_id=made[1].pk)
    assert screen(picture_of(owner, content)) == APPROVED
    for case in cases:
        decide(actor=moderator, case_id=case.pk, ruling=ruling)
    row = BlockedPicture.objects.latest("pk")
    browser = browser_of(administrator)
    assert browser.post(f"/admin/moderation/blockedpicture/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert screen(picture_of(owner, content)) == APPROVED
