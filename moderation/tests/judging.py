"""How the tests of moderation report, decide, and look at what became of it, as people do."""

from typing import Any

from accounts.models import User
from messaging.services import send_message
from moderation.models import Case
from moderation.services import Ruling, decide, report
from photos.models import Photo
from photos.services import add_comment
from photos.tests.seeing import plant
from tests.cast import befriended, browser_of

REMOVED = Ruling("remove", rule="nudity", message="Not here, please.")
DISMISSED = Ruling("dismiss")


def reported_photo(owner: User, reporter: User, **words: Any) -> tuple[Photo, Case]:
    """Plant a photo and have somebody report it."""
    photo = plant(owner, **words)
    return photo, report(actor=reporter, target_type="photo", target_id=photo.photo_id, reason="nudity").case


def reported_comment(owner: User, writer: User, reporter: User) -> tuple[str, str, Case]:
    """Have somebody comment on a photo and somebody else report it; answer the two ids and the case."""
    photo_id = plant(owner).photo_id
    comment_id = add_comment(actor=writer, photo_id=photo_id, text="Buy my watches").comment_id
    made = report(actor=reporter, target_type="comment", target_id=f"{photo_id}:{comment_id}", reason="spam")
    return photo_id, comment_id, made.case


def reported_message(writer: User, reader: User) -> tuple[str, Case]:
    """Have a friend write something that is reported."""
    befriended(writer, reader)
    message_id = send_message(actor=writer, to_user_id=reader.pk, text="Buy my watches").message_id
    made = report(actor=reader, target_type="message", target_id=f"{writer.pk}:{message_id}", reason="spam")
    return message_id, made.case


def reported_person(person: User, reporter: User) -> Case:
    """Have somebody report a person."""
    return report(actor=reporter, target_type="user", target_id=str(person.pk), reason="harassment").case


def decided(actor: User, case: Case, action: str, **more: Any) -> Any:
    """Decide about a case, with a rule where one is wanted."""
    rule = "" if action == "dismiss" else "spam"
    return decide(actor=actor, case_id=case.pk, ruling=Ruling(action, **{"rule": rule, **more}))


def sees_photo(viewer: User, photo_id: str) -> bool:
    """Say whether somebody gets to see a photo."""
    status = browser_of(viewer).get(f"/api/photos/{photo_id}").status_code
    assert status in {200, 404}
    return bool(status == 200)


def told(person: User) -> list[str]:
    """List what somebody is told, the newest first."""
    return [note["text"] for note in browser_of(person).get("/api/notifications").json()]
