"""The shapes of people among people in JSON."""

from datetime import datetime

from ninja import Schema

from core.api import Body, Text
from social.models import Block, FriendRequest
from social.queries import Person


class Found(Schema):
    """A person that was looked up."""

    id: int
    username: str


class PersonOut(Found):
    """A person with the small profile picture, if they have one."""

    profileThumb: str | None  # noqa: N815 -- the name that clients read


class FoundPerson(PersonOut):
    """A person that was searched for: relation is self, none, incoming, outgoing or friend."""

    relation: str


class RequestIn(Body):
    """Whom to ask."""

    username: Text


class RequestMade(Schema):
    """That the request is on its way, or was an acceptance."""

    id: int
    message: str
    status: str


class RequestOut(Schema):
    """A friend request with both people."""

    id: int
    requester_id: int
    requester_username: str
    receiver_id: int
    receiver_username: str
    status: str
    created_at: datetime


class Response(Body):
    """The answer to a request: `action` accept or decline, or `accept` true or false."""

    request_id: int
    action: Text | None = None
    accept: bool | None = None


class Responded(Schema):
    """What became of the request."""

    id: int
    status: str
    message: str


def person_out(person: Person) -> PersonOut:
    """Show a person."""
    return PersonOut(id=person.id, username=person.username, profileThumb=person.thumb or None)


def found_out(person: Person) -> FoundPerson:
    """Show a person with what stands between them and the viewer."""
    return FoundPerson(
        id=person.id, username=person.username, profileThumb=person.thumb or None, relation=person.relation
    )


def request_out(pair: FriendRequest) -> RequestOut:
    """Show a friend request."""
    return RequestOut(
        id=pair.pk,
        requester_id=pair.requester_id,
        requester_username=pair.requester.username,
        receiver_id=pair.receiver_id,
        receiver_username=pair.receiver.username,
        status=pair.status,
        created_at=pair.created_at,
    )


def blocked_out(block: Block) -> Found:
    """Show somebody who is blocked."""
    return Found(id=block.blocked_id, username=block.blocked.username)
