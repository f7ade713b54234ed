"""Somebody who did everything that one can do here, so that a test can look for what is left of them."""

import io
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.tokens import make_token
from activity.models import Switch
from activity.services import mark_read
from messaging.services import send_message
from moderation.services import report
from photos.models import Photo
from photos.services import add_comment, delete_photo, like_photo, save_photo, unlike_photo
from photos.tests import portraying, ticketing
from photos.tests.interrupting import survives
from photos.tests.seeing import post_photo
from social.services import block
from social.tests.circles import ask, befriend, committed
from tests.cast import PASSWORD, browser_of, person

Uploads = Callable[..., Photo]
NAME, ADDRESS, NUMBER = "zebedee", "springs@example.org", 987654321
FRIENDS = ("florence", "dougal", "brian", "dylan", "ermintrude")


def zebedee() -> User:
    """Make somebody whose name, address and number are found wherever they stand."""
    return User.objects.create_user(NAME, ADDRESS, PASSWORD, pk=NUMBER)


def others() -> dict[str, User]:
    """Make the people around."""
    return {name: person(name) for name in FRIENDS}


def lived_small(one: User, other: User, upload: Uploads, theirs: Photo) -> None:
    """Do one of each, for tests that go through it again and again."""
    with committed():
        befriend(one, other)
    mine = upload(one, topic="Springs")
    like_photo(actor=other, photo_id=mine.photo_id)
    add_comment(actor=other, photo_id=mine.photo_id, text="Boing")
    like_photo(actor=one, photo_id=theirs.photo_id)
    save_photo(actor=one, photo_id=theirs.photo_id)
    add_comment(actor=one, photo_id=theirs.photo_id, text="Time for bed")
    send_message(actor=one, to_user_id=other.pk, text="Good night", client_id="a")
    assert portraying.send(one).status_code == 200


def lived(one: User, around: dict[str, User], upload: Uploads, *theirs: Photo) -> None:
    """Do everything, with everybody, in every state; the photos are one of florence's and one of dougal's."""
    florence, dougal, brian, dylan, ermintrude = around.values()
    lived_small(one, florence, upload, theirs[0])
    with committed():
        befriend(dougal, one)
        ask(one, dylan)
        ask(ermintrude, one)
        block(actor=one, user_id=brian.pk)
        block(actor=ermintrude, user_id=one.pk)
    _photos_in_every_state(one, florence, upload)
    _told_and_taken_back(one, dougal, *theirs)
    send_message(actor=florence, to_user_id=one.pk, text="And to you", client_id="b")
    send_message(actor=dougal, to_user_id=one.pk, text="Look", photo_id=theirs[0].photo_id)
    report(actor=one, target_type="photo", target_id=theirs[0].photo_id, reason="spam", text="A dog")
    report(actor=florence, target_type="user", target_id=str(one.pk), reason="spam", text="Springs")
    make_token(actor=one, name="A program", scope="write", days=None)
    Switch.objects.create(user=one, kind="like", email=True)
    EmailAddress.objects.create(user=one, email=ADDRESS)
    mark_read(actor=one)
    _moderated(one, florence)


def _photos_in_every_state(one: User, other: User, upload: Uploads) -> None:
    browser = browser_of(one)
    shared = upload(one, title="A spring", caption="Up", tags="red,steel", visibility="friends")
    upload(one, visibility="me")
    save_photo(actor=other, photo_id=shared.photo_id)
    ticketing.complete(browser, ticketing.sent(browser, b"this is no picture"))
    ticketing.sent(browser)
    ticketing.ticket(browser)
    assert not survives(lambda: post_photo(browser), writes=2)
    gone = upload(one).photo_id
    assert not survives(lambda: delete_photo(actor=one, photo_id=gone), writes=3)


def _told_and_taken_back(one: User, other: User, theirs: Photo, liked_once: Photo) -> None:
    like_photo(actor=one, photo_id=liked_once.photo_id)
    unlike_photo(actor=one, photo_id=liked_once.photo_id)
    add_comment(actor=one, photo_id=theirs.photo_id, text=f"Good evening @{other.username}")


def _moderated(one: User, other: User) -> None:
    kind = ContentType.objects.get_for_model(User)
    words = {"user": other, "action_flag": CHANGE, "change_message": "[]"}
    LogEntry.objects.create(content_type=kind, object_id=str(one.pk), object_repr=one.username, **words)
    LogEntry.objects.create(object_id=f"{other.pk}:{one.pk}:01a2", object_repr="Message", **words)
    LogEntry.objects.create(object_id=f"{other.pk}:1{one.pk}:01a2", object_repr="Another one's", **words)
    LogEntry.objects.create(object_repr=f"{one.username} and {other.username}: Friends", **words)
    LogEntry.objects.create(object_repr=f"{one.username[:-1]} is another one", **words)


def closed(one: User, *, days: int = 31) -> User:
    """Close an account as it looks after so many days, and answer it as it is stored."""
    rows = User.objects.filter(pk=one.pk)
    rows.update(closed_at=timezone.now() - timedelta(days=days), is_active=False)
    return rows.get()


def run(*arguments: str) -> str:
    """Run the command without being asked, and answer what it says."""
    said = io.StringIO()
    call_command("erase_closed_accounts", "--no-input", *arguments, stdout=said, stderr=said)
    return said.getvalue()
