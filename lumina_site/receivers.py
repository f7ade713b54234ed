"""What the site does when an account changes: its open tabs look at once whether they are still signed in."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_changed, other_sessions_ended
from core.realtime import group_of_user, publish
from social.queries import Person
from social.signals import (
    friendship_began,
    friendship_ended,
    friendship_request_cancelled,
    friendship_requested,
)


@receiver(user_logged_out)
def end_sockets(user: User | None, **_: Any) -> None:  # noqa: ANN401 -- whatever a signal carries
    """Have the tabs of this session look; those of other devices find themselves signed in still."""
    if user is not None:
        publish(group_of_user(user.pk), {"type": "account"})


@receiver([other_sessions_ended, account_changed])
def other_tabs_end(person: User, **_: Any) -> None:  # noqa: ANN401
    """Have all tabs look; those that are signed in still find that out."""
    publish(group_of_user(person.pk), {"type": "account"})


@receiver(post_save, sender=User)
def person_stored(instance: User, *, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:  # noqa: ANN401
    """Have the tabs look when a person was deactivated or has another password now."""
    if not created and update_fields != frozenset({"last_login"}):
        publish(group_of_user(instance.pk), {"type": "account"})


@receiver([friendship_requested, friendship_request_cancelled, friendship_began, friendship_ended])
def relation_changed(actor: User, other: Person, **_: Any) -> None:  # noqa: ANN401
    """Have the buttons between two people, and the badges, drawn anew where they are on a page."""
    for reader, person_id in ((actor.pk, other.id), (other.id, actor.pk)):
        publish(group_of_user(reader), {"type": "relation", "with": person_id})
        publish(group_of_user(reader), {"type": "badges"})
