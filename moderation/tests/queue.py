"""What the tests of the queue share: people with their rights, cases, and the addresses of their forms."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from moderation.groups import ADMINISTRATORS, MODERATORS
from moderation.models import Case
from moderation.services import report
from photos.queries import photo_for_staff
from photos.services import add_comment
from tests.cast import Uploads, browser_of, person

LIST = "/admin/moderation/case/"


def in_group(username: str, group: str = MODERATORS) -> User:
    """Make somebody of the staff who is in a group and no superuser."""
    return with_rights(person(username), group)


def with_rights(user: User, group: str | None) -> User:
    """Put somebody into the staff, and into a group."""
    User.objects.filter(pk=user.pk).update(is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def administrator() -> User:
    """Make an administrator."""
    return in_group("ada_admin", ADMINISTRATORS)


def mira() -> Client:
    """Open the browser of a moderator."""
    return browser_of(in_group("mira_mod"))


def reported_photo(owner: User, reporter: User, upload: Uploads, *, text: str = "Not nice", **words: str) -> Case:
    """Have a photo reported."""
    photo_id = upload(owner, **words).photo_id
    return report(actor=reporter, target_type="photo", target_id=photo_id, reason="nudity", text=text).case


def reported_comment(writer: User, photo_owner: User, upload: Uploads, *, text: str = "Buy my watches") -> Case:
    """Have a comment reported by whose photo it stands under."""
    photo_id = upload(photo_owner).photo_id
    comment = add_comment(actor=writer, photo_id=photo_id, text=text)
    target = f"{photo_id}:{comment.comment_id}"
    return report(actor=photo_owner, target_type="comment", target_id=target, reason="spam").case


def page_of(case: Case) -> str:
    """Answer where a case is."""
    return f"{LIST}{case.pk}/change/"


def decide_by_form(browser: Client, case: Case, action: str = "remove", **more: Any) -> Any:
    """Send the form of the page of a case."""
    words = {"action": action, "rule": "nudity", "message": "", "note": "", "seen": newest(case), **more}
    return browser.post(f"{LIST}{case.pk}/decide/", words)


def act_on(browser: Client, name: str, cases: list[Case], **more: Any) -> Any:
    """Tick cases in the list and send an action as the list does."""
    ticked = {"_selected_action": [case.pk for case in cases], "seen": [f"{case.pk}:{newest(case)}" for case in cases]}
    sent = {"action": name, "index": "0", "select_across": "0", **ticked, **more}
    return browser.post(LIST, {name: value for name, value in sent.items() if value is not None})


def newest(case: Case) -> int:
    """Answer the id of the newest decision about a case."""
    found = case.decisions.last()
    return found.pk if found else 0


def messages_in(answer: Any) -> list[str]:
    """List what a page says at its top."""
    return [str(message) for message in answer.context["messages"]]


def status_of(case: Case) -> str:
    """Answer how the photo of a case stands."""
    photo = photo_for_staff(case.target_id)
    assert photo
    return photo.status


def deeds(case: Case) -> list[str]:
    """List what the history of a case says, oldest first."""
    return [entry.change_message for entry in LogEntry.objects.filter(object_id=str(case.pk)).order_by("pk")]
