"""Reads of people as others may know them. Who is blocked, either way, or gone, is not there for the viewer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from django.db.models import Case, CharField, Count, Exists, Expression, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from accounts.models import User
from accounts.portraits import portrait_url
from accounts.validators import NAME_LONGEST
from core.errors import Invalid, NotFound
from core.ids import UserId
from core.text import cleaned
from social.models import Block, FriendRequest, Status

Relation = Literal["self", "none", "incoming", "outgoing", "friend"]
PAGE_SIZE = 24
SUGGESTIONS = 8
# Friends of this many of the newest friends are looked at, so that suggestions cost the same for everybody.
LOOKED_AT = 50
NAME_BEGINS = re.compile(rf"[a-z0-9_.-]{{1,{NAME_LONGEST}}}")


@dataclass(frozen=True)
class Person:
    """Somebody as the viewer may know them."""

    id: UserId
    username: str
    bio: str
    created_at: datetime
    avatar_key: str
    search_engines: bool
    relation: Relation

    @property
    def url(self) -> str:
        """Answer the profile page."""
        return User(username=self.username).get_absolute_url()

    @property
    def thumb(self) -> str:
        """Sign the URL of the small portrait; nothing when there is none."""
        return portrait_url(self.avatar_key, "thumb")

    @property
    def portrait(self) -> str:
        """Sign the URL of the large portrait; nothing when there is none."""
        return portrait_url(self.avatar_key, "full")

    @property
    def is_friend(self) -> bool:
        """Say whether the viewer and this person are friends."""
        return self.relation == "friend"

    @property
    def is_viewer(self) -> bool:
        """Say whether the viewer looks at themselves."""
        return self.relation == "self"


COLUMNS = ("pk", "username", "bio", "created_at", "avatar_key", "search_engines", "relation")


def visible_people(viewer: User) -> "QuerySet[User]":
    """Select everybody who is there for the viewer, with their `relation`: active, and not blocked either way.

    Who is limited is there for friends alone, and for those with an open request between them. The pair's row is found
    by the two ids in order, so that the number of friends makes no difference.
    """
    by_viewer = Block.objects.filter(blocker_id=viewer.pk, blocked_id=OuterRef("pk"))
    by_them = Block.objects.filter(blocker_id=OuterRef("pk"), blocked_id=viewer.pk)
    near = Q(is_limited=False) | Q(pk=viewer.pk) | Exists(_pair(viewer).exclude(status=Status.DECLINED))
    return User.objects.filter(near, ~Exists(by_viewer), ~Exists(by_them), is_active=True).annotate(
        relation=Case(
            When(pk=viewer.pk, then=Value("self")),
            default=Coalesce(Subquery(_between(viewer)), Value("none")),
            output_field=CharField(),
        )
    )


def _pair(viewer: User) -> "QuerySet[FriendRequest]":
    """Select the row between the viewer and the person of the outer query, if there is one."""
    return FriendRequest.objects.filter(
        low_id=Least(OuterRef("pk"), Value(viewer.pk)), high_id=Greatest(OuterRef("pk"), Value(viewer.pk))
    ).order_by()


def _between(viewer: User) -> "QuerySet[FriendRequest, str]":
    """Answer what stands between the viewer and the person of the outer query, in a word."""
    word = Case(
        When(status=Status.ACCEPTED, then=Value("friend")),
        When(status=Status.DECLINED, then=Value("none")),
        When(requester_id=viewer.pk, then=Value("outgoing")),
        default=Value("incoming"),
        output_field=CharField(),
    )
    return cast("QuerySet[FriendRequest, str]", _pair(viewer).annotate(word=word).values("word"))


def people(ids: Iterable[UserId], viewer: User) -> dict[UserId, Person]:
    """Find those of the people with these ids who are there for the viewer, in one SQL query."""
    rows = visible_people(viewer).filter(pk__in=set(ids)).order_by()
    return {person.id: person for person in _persons(rows)}


def _persons(rows: "QuerySet[User]") -> list[Person]:
    return [Person(*row) for row in rows.values_list(*COLUMNS)]


def person_seen(viewer: User, user_id: int) -> Person:
    """Answer somebody who is there for the viewer, or raise NotFound."""
    found = people([UserId(user_id)], viewer) if 0 < user_id < 2**63 else {}
    if not found:
        raise NotFound("There is nobody here by that id.")
    return next(iter(found.values()))


def person_named(viewer: User, username: str) -> Person:
    """Find somebody who is there for the viewer by name in any case, or raise NotFound."""
    return Person(*_row_named(viewer, username, COLUMNS))


def person_with_friends(viewer: User, username: str) -> tuple[Person, int]:
    """Find somebody by name, with the number of their friends, in one query."""
    *columns, low, high = _row_named(viewer, username, (*COLUMNS, _friends_by("low_id"), _friends_by("high_id")))
    return Person(*columns), low + high


def _row_named(viewer: User, username: str, columns: Sequence[str | Expression]) -> tuple[Any, ...]:
    key = username.strip().lower()
    row: tuple[Any, ...] | None = visible_people(viewer).filter(username_key=key).values_list(*columns).first()
    # MariaDB also finds names that only look alike.
    if row is None or row[1].lower() != key:
        message = "There is nobody of that name."
        raise NotFound(message)
    return row


def _friends_by(column: str) -> Expression:
    """Count the friends of the person of the outer query who stand on the other side of the pair."""
    pairs = FriendRequest.objects.filter(
        **{column: OuterRef("pk")}, status=Status.ACCEPTED, requester__is_active=True, receiver__is_active=True
    )
    counted = pairs.order_by().values(column).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def members_named(usernames: Iterable[str]) -> list[User]:
    """Find those of these people who exist, active or not, by name in any case. For commands alone."""
    return list(User.objects.filter(username_key__in=[name.lower() for name in usernames]))


def looked_up(viewer: User, username: str) -> Person:
    """Find a person by what somebody has typed as a name; an empty name is Invalid."""
    if not cleaned(username):
        message = "Say whom you mean: the user name is missing."
        raise Invalid(message, fields={"username": [message]})
    return person_named(viewer, username)


def search_people(viewer: User, words: str, *, after: str = "", limit: int = PAGE_SIZE) -> list[Person]:
    """Find people whose name begins like this, in any case, in the order of their names."""
    prefix = words.strip().lower().removeprefix("@")
    # MariaDB would also find names that only look alike.
    if not NAME_BEGINS.fullmatch(prefix):
        return []
    rows = visible_people(viewer).filter(username_key__istartswith=prefix)
    if after:
        rows = rows.filter(username_key__gt=after.lower())
    return _persons(rows.order_by("username_key")[:limit])


def suggested(viewer: User, *, limit: int = SUGGESTIONS) -> list[Person]:
    """Suggest friends of friends, those with most friends in common first."""
    near = friend_ids(UserId(viewer.pk))[:LOOKED_AT]
    if not near:
        return []
    counted: dict[int, int] = {}
    rows = FriendRequest.objects.filter(Q(low_id__in=near) | Q(high_id__in=near), status=Status.ACCEPTED).order_by()
    for pair in rows.values_list("low_id", "high_id")[: LOOKED_AT * LOOKED_AT]:
        for user_id, friend in (pair, pair[::-1]):
            if friend in near and user_id != viewer.pk:
                counted[user_id] = counted.get(user_id, 0) + 1
    best = sorted(counted, key=lambda user_id: (-counted[user_id], user_id))[: limit * 8]
    found = people([UserId(user_id) for user_id in best], viewer)
    return [found[UserId(i)] for i in best if UserId(i) in found and found[UserId(i)].relation == "none"][:limit]


@dataclass(frozen=True)
class Friends:
    """A page of friends; `before` is where the next one begins, None at the end."""

    people: Sequence[Person]
    before: int | None


def friends_of(viewer: User, *, before: int | None = None, limit: int = PAGE_SIZE) -> Friends:
    """List the viewer's own friends, the newest first; `before` is the id of a friendship."""
    rows = _friendships(UserId(viewer.pk)).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    pairs = list(rows.values_list("pk", "low_id", "high_id")[: limit + 1])
    ids = [UserId(high if low == viewer.pk else low) for _, low, high in pairs[:limit]]
    found = people(ids, viewer) if ids else {}
    shown = [found[user_id] for user_id in ids if user_id in found]
    return Friends(shown, pairs[limit - 1][0] if len(pairs) > limit else None)


def friend_ids(person_id: UserId) -> list[UserId]:
    """List the ids of all friends, the newest first. For feeds; no page loads it."""
    pairs = _friendships(person_id).order_by("-id").values_list("low_id", "high_id")
    return [UserId(high if low == person_id else low) for low, high in pairs]


def are_friends(one: UserId, other: UserId) -> bool:
    """Say whether two people are friends."""
    low, high = sorted((one, other))
    return FriendRequest.objects.filter(low_id=low, high_id=high, status=Status.ACCEPTED).exists()


def _friendships(person_id: UserId) -> "QuerySet[FriendRequest]":
    return FriendRequest.objects.filter(Q(low_id=person_id) | Q(high_id=person_id), status=Status.ACCEPTED)


Direction = Literal["incoming", "outgoing"]


def pending_requests(
    viewer: User, direction: str, *, before: int | None = None, limit: int = PAGE_SIZE
) -> list[FriendRequest]:
    """List the viewer's open requests, the newest first, with both people; without those who are gone."""
    mine, other = {"incoming": ("receiver", "requester"), "outgoing": ("requester", "receiver")}.get(
        direction, ("", "")
    )
    if not mine:
        raise Invalid(fields={"direction": ["Use incoming or outgoing."]})
    rows = FriendRequest.objects.filter(**{mine: viewer, f"{other}__is_active": True}, status=Status.PENDING)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("requester", "receiver").order_by("-id")[:limit])


def request_between(viewer: User, user_id: UserId) -> int | None:
    """Answer the id of an open request between two people, whoever asks."""
    low, high = sorted((viewer.pk, user_id))
    pairs = FriendRequest.objects.filter(low_id=low, high_id=high, status=Status.PENDING)
    return pairs.values_list("pk", flat=True).first()


def pending_count(viewer: User) -> int:
    """Count who asks the viewer to be friends."""
    return FriendRequest.objects.filter(receiver=viewer, requester__is_active=True, status=Status.PENDING).count()


def blocked_by(viewer: User, *, before: int | None = None, limit: int = PAGE_SIZE) -> list[Block]:
    """List whom the viewer blocks, the newest first."""
    rows = Block.objects.filter(blocker=viewer).select_related("blocked")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[:limit])


def friendships_without_feeds(*, answered_before: datetime, limit: int) -> list[FriendRequest]:
    """Find friendships whose photos are not yet in each other's feeds, the oldest first."""
    rows = FriendRequest.objects.filter(status=Status.ACCEPTED, feeds_filled=False, responded_at__lte=answered_before)
    return list(rows.order_by("id")[:limit])
