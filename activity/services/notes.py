"""Telling people what others did: who is told is decided here, when it is written, and again when it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.template.loader import render_to_string

from accounts.models import User
from activity import models
from activity.kinds import FRIEND_ACCEPTED, FRIEND_REQUEST
from activity.models import ActivityTable, Note, Seen, Trace
from activity.queries import wishes
from activity.queries.notes import url_of
from activity.wording import sentence
from core.dynamo import Condition, ConditionFailed, Transaction, batch_delete, every_item
from core.ids import PhotoId, UserId, new_id
from core.realtime import group_of_user, publish
from photos.models import Photo
from photos.queries import seen
from social.queries import Person, people

KEPT = timedelta(days=90)
# Asking, taking it back and asking again tells nobody twice within this.
FRIENDS_AGAIN = timedelta(days=1)
TRACES_AT_A_TIME = 200


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody did that concerns others, in plain values that a queue can carry.

    `which` tells deeds of one kind, about one thing and to one person apart: the same again is not told again.
    """

    what: str
    which: str
    actor_id: int = 0
    photo_id: str = ""
    comment_id: str = ""
    text: str = ""


@dataclass(frozen=True)
class Letter:
    """What is to be mailed about it, in plain values as well: to whom, of which kind, what, and the page about it."""

    user_id: int
    kind: str
    text: str
    path: str


def notify(*, user_id: int, deed: Deed) -> Letter | None:
    """Tell somebody of a deed, once, and answer the mail that is to be sent, if they want one.

    Nobody is told of their own deeds, of what they do not want to hear, of people on the other side of a block, or of
    a photo that they may not see.
    """
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None or user_id == deed.actor_id:
        return None
    wish = wishes(person)[deed.what]
    if not (wish.site or wish.email):
        return None
    scene = _scene(person, deed)
    if scene is None or not _write(person, deed, shown=wish.site):
        return None
    actors = [scene.actor] if scene.actor else []
    text = sentence(deed.what, [actor.username for actor in actors], scene.photo, deed.text)
    if wish.site:
        _push(person, text)
    return Letter(person.pk, deed.what, text, url_of(deed.what, actors, scene.photo)) if wish.email else None


@dataclass(frozen=True)
class _Scene:
    """Who did it and to which photo, where there are such."""

    actor: Person | None
    photo: Photo | None


def _scene(person: User, deed: Deed) -> _Scene | None:
    """Look at a deed with the eyes of the person who is to be told; None when a part of it is hidden from them."""
    actor = people([UserId(deed.actor_id)], person).get(UserId(deed.actor_id)) if deed.actor_id else None
    photos = seen(person, [PhotoId(deed.photo_id)]) if deed.photo_id else []
    if (deed.actor_id and actor is None) or (deed.photo_id and not photos):
        return None
    return _Scene(actor, photos[0].photo if photos else None)


def _write(person: User, deed: Deed, *, shown: bool) -> bool:
    """Write the note together with its trace; False when the trace is there already."""
    now, note_id = datetime.now(UTC), new_id()
    kept = FRIENDS_AGAIN if deed.what in {FRIEND_REQUEST, FRIEND_ACCEPTED} else KEPT
    trace = Trace(
        *trace_key(deed, person.pk),
        user_id=person.pk,
        actor_id=deed.actor_id,
        note_id=note_id,
        expires_at=now + kept,
    )
    change = Transaction()
    # The store takes its time to remove what has expired.
    change.put(trace, condition=Trace.pk.does_not_exist() | (Trace.expires_at < now))
    if shown:
        change.put(_note(person, deed, note_id, now))
    try:
        change.commit()
    except ConditionFailed:
        return False
    return True


def trace_key(told: Deed | Note, user_id: int) -> tuple[str, str]:
    """Build the key of the trace that this person was told of a deed."""
    return _about(told), f"{told.what}#{user_id}#{told.which}"


def _about(told: Deed | Note) -> str:
    if told.photo_id:
        return models.about_photo(told.photo_id)
    return models.about_person(int(told.actor_id)) if told.actor_id else models.about_event(told.which)


def _note(person: User, deed: Deed, note_id: str, now: datetime) -> Note:
    return Note(
        *models.note_key(person.pk, note_id),
        note_id=note_id,
        what=deed.what,
        actor_id=deed.actor_id,
        photo_id=deed.photo_id,
        comment_id=deed.comment_id,
        text=deed.text,
        which=deed.which,
        expires_at=now + KEPT,
    )


def _push(person: User, text: str) -> None:
    """Show it at once on the pages that the person has open."""
    toast = render_to_string("_toast.html", {"level": "info", "message": text})
    publish(group_of_user(person.pk), {"type": "notification", "html": toast})
    publish(group_of_user(person.pk), {"type": "badges"})


def mark_read(*, actor: User, newest_id: str = "") -> None:
    """Remember that the actor has read all up to this note, or all there is; the mark never goes back."""
    mark = Seen(*models.seen_key(actor.pk), newest_id=newest_id or new_id())
    change = Transaction()
    change.put(mark, condition=Seen.pk.does_not_exist() | (Seen.newest_id < mark.newest_id))
    try:
        change.commit()
    except ConditionFailed:
        # Read already, in another window.
        return
    publish(group_of_user(actor.pk), {"type": "badges"})


def forget_photo(*, photo_id: str) -> None:
    """Remove everything that anybody was told about a photo."""
    batch_delete(told_about(models.about_photo(photo_id)))


def forget_comment(*, photo_id: str, comment_id: str) -> None:
    """Remove what anybody was told about a comment."""
    # Notes and traces come in turns, a note before its trace.
    told = list(told_about(models.about_photo(photo_id)))
    ends = f"#{comment_id}"
    notes = {item.note_id for item in told if isinstance(item, Trace) and item.sk.endswith(ends)}
    batch_delete(item for item in told if isinstance(item, Note | Trace) and item.note_id in notes)


def told_about(partition: str, only: Condition | None = None) -> Iterator[ActivityTable]:
    """List notes and their traces; each note before its trace, so that what a crash leaves is found again."""
    for trace in every_item(
        Trace,
        partition,
        at_a_time=TRACES_AT_A_TIME,
        filter_condition=only,
        newest_first=False,
        consistent=True,
    ):
        if trace.note_id:
            yield Note(*models.note_key(int(trace.user_id), trace.note_id), note_id=trace.note_id)
        yield trace
