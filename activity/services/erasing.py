"""What becomes of what somebody who is erased did, was told, and of what others are told of them.

Called before anything else of the person goes, because friendships, conversations, photos and the person's own log say
with whom they had to do. Nobody else was told of them, but by a mention; that is found by its comment or photo. A note
that is not found is a hint with a number in it: it shows nothing, and ends by itself after 90 days.
"""

from collections.abc import Iterator
from typing import TypeVar

from accounts.models import User
from activity import models
from activity.models import ActivityTable, Event, Note, Trace
from activity.services.notes import told_about, trace_key
from core.dynamo import Condition, ConditionFailed, Transaction, batch_delete, delete_partition, every_item
from core.ids import UserId
from messaging.queries import every_conversation
from photos import models as photos
from photos.queries import comments_written_by, listed, people_at, photos_made_by
from social.erasing import people_around

AT_A_TIME = 100
# Where a filter leaves most of them out; the store never answers more than 1 MB at once.
LOOKED_THROUGH = 5000
T = TypeVar("T", bound=ActivityTable)


def erase_person(*, person: User) -> dict[str, int]:
    """Remove a person's log and notifications, and their number from what others did and are told. Safe to repeat.

    The person's own log and notifications go last: they lead to much of the rest.
    """
    person_id = UserId(person.pk)
    done = {"told of them": 0}
    for photo in photos_made_by(person_id):
        done["told of them"] += batch_delete(told_about(models.about_photo(photo.photo_id)))
    of_them = (Trace.user_id == person_id) | (Trace.actor_id == person_id)
    for photo_id in _photos_of_others(person_id):
        done["told of them"] += batch_delete(told_about(models.about_photo(photo_id), of_them))
    for user_id in _people_around(person):
        done["told of them"] += batch_delete(_notes_about(person_id, told=user_id))
        _leave_out_of_log(person_id, whose=user_id)
    batch_delete(told_about(models.about_person(person_id)))
    return {**done, **_erase_told(person_id), **forget_deeds(person=person)}


def forget_deeds(*, person: User) -> dict[str, int]:
    """Remove a person's log, and first what leads from it into the log of everybody. Safe to repeat."""
    person_id = UserId(person.pk)
    batch_delete(_in_months(event) for event in _events_of(person_id))
    return {"deeds": delete_partition(Event, models.events_of(person_id))}


def _erase_told(person_id: UserId) -> dict[str, int]:
    # One trace may belong to several notes, and none may be named twice in a batch.
    for key in {trace_key(note, person_id) for note in _notes_of(person_id)}:
        batch_delete([Trace(*key)])
    return {"notifications": delete_partition(ActivityTable, models.notes_of(person_id))}


def _in_months(event: Event) -> Event:
    """Answer where an event stands among those of everybody."""
    return Event(*models.event_key_of_month(event.event_id))


def _photos_of_others(person_id: UserId) -> set[str]:
    """List the photos that the person liked, commented on, or was told of; some may be gone."""
    return {
        *(entry.photo_id for entry in listed(photos.liked_by(person_id))),
        *(comment.photo_id for comment in comments_written_by(person_id)),
        *(event.photo_id for event in _events_of(person_id) if event.photo_id),
        *(note.photo_id for note in _notes_of(person_id) if note.photo_id),
    }


def _people_around(person: User) -> set[UserId]:
    """List with whom the person had to do: friends, asked or blocked ones, writers, and who was at their photos."""
    person_id = UserId(person.pk)
    found = people_around(person)
    found |= {row.partner_id for row in every_conversation(person)}
    found |= {user_id for photo in photos_made_by(person_id) for user_id in people_at(photo.photo_id)}
    found |= {UserId(int(event.other_id)) for event in _events_of(person_id) if event.other_id}
    found |= {UserId(int(note.actor_id)) for note in _notes_of(person_id) if note.actor_id}
    return found - {person_id}


def _events_of(person_id: UserId) -> Iterator[Event]:
    return _all_of(Event, models.events_of(person_id))


def _notes_of(person_id: UserId) -> Iterator[Note]:
    return (item for item in _all_of(ActivityTable, models.notes_of(person_id)) if isinstance(item, Note))


def _notes_about(person_id: UserId, *, told: UserId) -> Iterator[ActivityTable]:
    return _all_of(ActivityTable, models.notes_of(told), Note.actor_id == person_id)


def _all_of(model: type[T], partition: str, wanted: Condition | None = None) -> Iterator[T]:
    return every_item(
        model,
        partition,
        at_a_time=AT_A_TIME,
        look_through=LOOKED_THROUGH if wanted is not None else None,
        filter_condition=wanted,
        newest_first=False,
        consistent=True,
    )


def _leave_out_of_log(person_id: UserId, *, whose: UserId) -> None:
    """Leave in somebody's own log that they did something, and not to whom; among what everybody did it goes first."""
    for event in _all_of(Event, models.events_of(whose), Event.other_id == person_id):
        for item in (_in_months(event), event):
            change = Transaction()
            change.update(item, [Event.other_id.set(0)], condition=Event.pk.exists())
            try:
                change.commit()
            except ConditionFailed:
                # Its time was over in this moment.
                continue
