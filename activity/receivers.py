"""What the applications below tell, handed to the background: the log, notifications, alerts.

Nothing here may fail what has just been done, so everything goes through `enqueue`, which fails nobody. Who is to be
forgotten is forgotten at once: without that, nothing leads there any more.
"""

from dataclasses import asdict
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse

from accounts.models import User
from accounts.signals import email_changed, other_sessions_ended, person_signed_up, sign_up_declined
from activity import kinds, tasks
from activity.alerts import Topic, threshold
from activity.mails import absolute
from activity.services import Deed, forget_deeds
from core.background import enqueue
from core.ids import new_id
from moderation.models import Report
from moderation.signals import decision_made, report_answered
from photos.models import Comment, Photo
from photos.signals import (
    comment_added,
    comment_deleted,
    photo_deleted,
    photo_edited,
    photo_liked,
    photo_published,
    photo_removed,
    photo_viewed,
)
from social.queries import Person
from social.signals import friendship_began, friendship_ended, friendship_requested, person_blocked

# Signals carry more than their receivers read, each something else.
Rest = Any


def _log(person_id: int, what: str, *, photo_id: str = "", other_id: int = 0) -> None:
    enqueue(tasks.log, person_id, new_id(), what, photo_id, other_id)


def _notify(person_id: int, deed: Deed) -> None:
    enqueue(tasks.notify, person_id, asdict(deed))


def _alert(topic: Topic, subject: str, path: str) -> None:
    enqueue(tasks.alert, topic.value, subject, f"{subject}.\n\n{absolute(path)}")


@receiver(person_signed_up)
def signed_up(person: User, **_: Rest) -> None:
    """Remember it and tell the operators."""
    _log(person.pk, kinds.SIGNED_UP)
    _alert(Topic.UPLOADS, f"{person.username} has signed up", person.get_absolute_url())


@receiver(sign_up_declined)
def declined(person: User, **_: Rest) -> None:
    """Forget that they have signed up."""
    forget_deeds(person=person)


@receiver(user_logged_in)
def logged_in(user: User, **_: Rest) -> None:
    """Remember it."""
    _log(user.pk, kinds.LOGGED_IN)


@receiver(user_logged_out)
def logged_out(user: User | None, **_: Rest) -> None:
    """Remember it, if somebody was logged in at all."""
    if user is not None:
        _log(user.pk, kinds.LOGGED_OUT)


@receiver([password_changed, password_set, password_reset])
def password_changes(user: User, **_: Rest) -> None:
    """Remember it."""
    _log(user.pk, kinds.PASSWORD_CHANGED)


@receiver(photo_published)
def published(photo: Photo, **_: Rest) -> None:
    """Remember it, tell who is mentioned in the caption, and the operators."""
    _log(photo.owner_id, kinds.UPLOADED, photo_id=photo.photo_id)
    _mention_in_caption(photo)
    # Without its words: who gets this mail may not be whom they are for.
    _alert(Topic.UPLOADS, f"{photo.username} has uploaded a photo", _page(photo))


@receiver(photo_edited)
def edited(photo: Photo, actor: User, **_: Rest) -> None:
    """Remember it, and tell who is mentioned now."""
    _log(actor.pk, kinds.EDITED, photo_id=photo.photo_id)
    _mention_in_caption(photo)


@receiver(photo_deleted)
def deleted(photo: Photo, actor: User, **_: Rest) -> None:
    """Remember it."""
    _log(actor.pk, kinds.DELETED, photo_id=photo.photo_id)


@receiver(photo_removed)
def removed(photo: Photo, **_: Rest) -> None:
    """Forget what was told about it."""
    enqueue(tasks.forget_photo, photo.photo_id)


@receiver(photo_liked)
def liked(photo: Photo, actor: User, **_: Rest) -> None:
    """Remember it, tell the owner, and the operators if it has become one of many."""
    _log(actor.pk, kinds.LIKED, photo_id=photo.photo_id, other_id=_other(photo, actor))
    deed = Deed(what=kinds.LIKE, which=str(actor.pk), actor_id=actor.pk, photo_id=photo.photo_id)
    _notify(photo.owner_id, deed)
    _tell_if_many(photo, "likes", int(photo.likes) + 1)


@receiver(photo_viewed)
def viewed(photo: Photo, **_: Rest) -> None:
    """Tell the operators if it was looked at by many."""
    _tell_if_many(photo, "views", int(photo.views) + 1)


@receiver(comment_added)
def commented(comment: Comment, photo: Photo, actor: User, **_: Rest) -> None:
    """Remember it, tell the owner and who is mentioned."""
    _log(actor.pk, kinds.COMMENTED, photo_id=photo.photo_id, other_id=_other(photo, actor))
    deed = Deed(
        what=kinds.COMMENT,
        which=comment.comment_id,
        actor_id=actor.pk,
        photo_id=photo.photo_id,
        comment_id=comment.comment_id,
    )
    _notify(photo.owner_id, deed)
    _mention(comment.text, deed, but=photo.owner_id)


@receiver(comment_deleted)
def comment_gone(comment: Comment, actor: User, **_: Rest) -> None:
    """Remember it, and forget what was told about it."""
    _log(actor.pk, kinds.COMMENT_DELETED, photo_id=comment.photo_id)
    enqueue(tasks.forget_comment, comment.photo_id, comment.comment_id)


@receiver(email_changed)
def address_changed(person: User, **_: Rest) -> None:
    """Remember it."""
    _log(person.pk, kinds.EMAIL_CHANGED)


@receiver(other_sessions_ended)
def logged_out_elsewhere(person: User, **_: Rest) -> None:
    """Remember it."""
    _log(person.pk, kinds.LOGGED_OUT_ELSEWHERE)


@receiver(friendship_requested)
def friendship_asked(actor: User, other: Person, **_: Rest) -> None:
    """Remember it and tell the other one."""
    _log(actor.pk, kinds.FRIEND_ASKED, other_id=other.id)
    _notify(other.id, Deed(what=kinds.FRIEND_REQUEST, which=str(actor.pk), actor_id=actor.pk))


@receiver(friendship_began)
def befriended(actor: User, other: Person, **_: Rest) -> None:
    """Remember it and tell the one who had asked."""
    _log(actor.pk, kinds.FRIEND_GAINED, other_id=other.id)
    _notify(other.id, Deed(what=kinds.FRIEND_ACCEPTED, which=str(actor.pk), actor_id=actor.pk))


@receiver(friendship_ended)
def unfriended(actor: User, other: Person, **_: Rest) -> None:
    """Remember it; the other one is not told."""
    _log(actor.pk, kinds.UNFRIENDED, other_id=other.id)


@receiver(person_blocked)
def blocked(actor: User, other: Person, **_: Rest) -> None:
    """Remember it; the other one is not told."""
    _log(actor.pk, kinds.BLOCKED, other_id=other.id)


@receiver(decision_made)
def decided(person: User, text: str, key: str, **_: Rest) -> None:
    """Tell the person whom it concerns, and the operators."""
    _notify(person.pk, Deed(what=kinds.MODERATION, which=key, text=text))
    _alert(Topic.MODERATION, f"A moderator has decided about something of {person.username}", reverse("admin:index"))


@receiver(report_answered)
def answered(person: User, text: str, key: str, **_: Rest) -> None:
    """Tell who reported it."""
    _notify(person.pk, Deed(what=kinds.REPORT, which=key, text=text))


@receiver(post_save, sender=Report)
def reported(instance: Report, created: bool, raw: bool, **_: Rest) -> None:  # noqa: FBT001 -- Django's own names
    """Tell the operators, once the report is stored; what was written in it stays in the administration."""
    if not created or raw:
        return
    path = reverse("admin:moderation_case_change", args=[instance.case_id])
    subject = f"{instance.case.get_target_type_display()} reported: {instance.reason}"
    transaction.on_commit(lambda: _alert(Topic.MODERATION, subject, path), robust=True)


def _mention_in_caption(photo: Photo) -> None:
    deed = Deed(what=kinds.MENTION, which="caption", actor_id=photo.owner_id, photo_id=photo.photo_id)
    _mention(photo.caption, deed, but=photo.owner_id)


def _mention(text: str, deed: Deed, *, but: int) -> None:
    if "@" in text:
        enqueue(tasks.mention, deed.actor_id, text, asdict(deed), but)


def _tell_if_many(photo: Photo, measure: str, count: int) -> None:
    most = threshold(measure)
    if most is not None and count >= most:
        enqueue(tasks.alert_trending, photo.photo_id, photo.username, measure, count)


def _other(photo: Photo, actor: User) -> int:
    """Answer whose photo it is, when it is somebody else's."""
    return 0 if photo.owner_id == actor.pk else photo.owner_id


def _page(photo: Photo) -> str:
    return reverse("photos:detail", args=[photo.photo_id])
