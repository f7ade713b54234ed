"""What becomes of the relations of somebody who is erased."""

from django.db.models import Q

from accounts.models import User
from core.ids import UserId
from core.sql import retried
from social.models import Block, FriendRequest


def people_around(person: User) -> set[UserId]:
    """List the ids of everybody with whom something is, or was once asked, and of blocks either way."""
    pairs = FriendRequest.objects.filter(Q(requester=person) | Q(receiver=person)).values_list("low_id", "high_id")
    blocks = Block.objects.filter(Q(blocker=person) | Q(blocked=person)).values_list("blocker_id", "blocked_id")
    return {UserId(user_id) for pair in (*pairs, *blocks) for user_id in pair} - {UserId(person.pk)}


@retried
def erase_person(*, person: User) -> dict[str, int]:
    """Remove friendships, requests and blocks either way. Nobody is told: the person has been hidden for long."""
    pairs = FriendRequest.objects.filter(Q(requester=person) | Q(receiver=person)).delete()[0]
    blocks = Block.objects.filter(Q(blocker=person) | Q(blocked=person)).delete()[0]
    return {"friendships and requests": pairs, "blocks": blocks}
