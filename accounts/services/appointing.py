"""Making people moderators, by the group that has a moderator's rights."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.signals import account_changed
from core.errors import Conflict, Forbidden, NotFound
from core.sql import retried

MODERATORS = "Moderators"


@retried
def appoint_moderator(*, actor: User, user_id: int) -> bool:
    """Give a person the rights of a moderator; False when they have them.

    Raises Forbidden for superusers and oneself, Conflict for who may not come in, or while there is no such group.
    """
    group, person = _group(), _person(actor, user_id)
    if not person.is_active:
        raise Conflict("This account is not active.")
    if person.is_staff and person.groups.contains(group):
        return False
    person.groups.add(group)
    _store(person, is_staff=True)
    return True


@retried
def dismiss_moderator(*, actor: User, user_id: int) -> bool:
    """Take the rights of a moderator away; False when the person has none.

    Who has other rights in the administration keeps those. Raises Forbidden and Conflict as above.
    """
    group, person = _group(), _person(actor, user_id)
    if not person.groups.contains(group):
        return False
    person.groups.remove(group)
    _store(person, is_staff=person.groups.exists() or person.user_permissions.exists())
    return True


def _group() -> Group:
    group = Group.objects.filter(name=MODERATORS).first()
    if group is None:
        raise Conflict(f"There is no group {MODERATORS}. Run “manage.py migrate”, or make the group.")
    return group


def _person(actor: User, user_id: int) -> User:
    person = User.objects.select_for_update().filter(pk=user_id).first()
    if person is None:
        raise NotFound("There is nobody here by that id.")
    if person.is_superuser or person.pk == actor.pk:
        raise Forbidden("This is you." if person.pk == actor.pk else "This is a superuser.")
    return person


def _store(person: User, *, is_staff: bool) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=is_staff)
    transaction.on_commit(lambda: account_changed.send_robust(sender=User, person=person) and None, robust=True)
