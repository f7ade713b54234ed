"""Profile pictures and the screening: what is not approved is refused, because a portrait cannot wait for anybody."""

from typing import Any

import pytest

from accounts.models import User
from photos.tests.portraying import PAGE, send, urls_of
from photos.tests.standings import screening
from tests.cast import browser_of, files_stored, upload_file

pytestmark = pytest.mark.django_db


def test_what_is_approved_becomes_the_portrait(owner: User, settings: Any) -> None:
    settings.SCREENING = screening("approving")
    assert send(owner).status_code == 200
    assert urls_of(owner)["full"]


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("holding", 400, "Perhaps somebody is hurt in it."),
        ("rejecting", 400, "It shows what may not be shown here."),
        ("failing", 503, "Your picture could not be checked just now."),
        ("babbling", 503, "Your picture could not be checked just now."),
    ],
)
def test_what_is_not_approved_is_refused_with_its_reason_and_the_old_one_stays(
    owner: User, settings: Any, how: str, status: int, words: str
) -> None:
    assert send(owner).status_code == 200
    before = urls_of(owner), files_stored()
    settings.SCREENING = screening(how)
    for answer in (send(owner), browser_of(owner).post(PAGE, {"photo": upload_file()})):
        assert answer.status_code == status
        assert words in answer.text
    assert (urls_of(owner), files_stored()) == before
