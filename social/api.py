"""People, friends and blocks as JSON."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from accounts.requests import member
from core.api import ErrorBody, Text, link_to_next
from core.errors import Invalid
from social import queries, services
from social.models import Status as Standing
from social.queries import PAGE_SIZE, Person
from social.schemas import (
    Found,
    FoundPerson,
    PersonOut,
    RequestIn,
    RequestMade,
    RequestOut,
    Responded,
    Response,
    blocked_out,
    found_out,
    person_out,
    request_out,
)

router = Router(tags=["People"])
GONE: dict[int, Any] = {401: ErrorBody, 404: ErrorBody}
BAD: dict[int, Any] = {400: ErrorBody, 401: ErrorBody}
Limit = Annotated[int, Query(ge=1, le=100)]
# The id of a row: the next page begins behind it.
Before = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
ACTIONS = {"accept": True, "decline": False}


@router.get("/users/lookup", response={200: Found, **BAD, **GONE}, summary="Find a person by name")
def lookup(request: HttpRequest, username: Text = "") -> Person:
    """Answer the id of the person with this user name, in any case."""
    return queries.looked_up(member(request), username)


@router.get(
    "/users/search", response={200: list[FoundPerson], **BAD}, summary="Search people by the beginning of a name"
)
def search(
    request: HttpRequest, response: HttpResponse, q: Text = "", after: Text = "", limit: Limit = PAGE_SIZE
) -> list[FoundPerson]:
    """List people whose name begins like this, in the order of their names."""
    found = queries.search_people(member(request), q, after=after, limit=limit)
    link_to_next(request, response, found[-1].username if len(found) == limit else None, name="after")
    return [found_out(person) for person in found]


@router.post(
    "/friends/request",
    response={201: RequestMade, 409: ErrorBody, 429: ErrorBody, **BAD, **GONE},
    summary="Ask to be friends",
)
def ask(request: HttpRequest, body: RequestIn) -> Status[RequestMade]:
    """Ask somebody to be friends; when they have asked already, you are friends now."""
    made = services.request_friendship(actor=member(request), username=body.username)
    said = "You are friends now." if made.status == Standing.ACCEPTED else "Your request is on its way."
    return Status(201, RequestMade(id=made.pk, message=said, status=made.status))


@router.get("/friends/requests", response={200: list[RequestOut], **BAD}, summary="List open requests")
def requests(
    request: HttpRequest,
    response: HttpResponse,
    direction: Text = "incoming",
    before: Before = None,
    limit: Limit = PAGE_SIZE,
) -> list[RequestOut]:
    """List the open requests to me (incoming) or from me (outgoing), newest first."""
    found = queries.pending_requests(member(request), direction, before=before, limit=limit)
    link_to_next(request, response, found[-1].pk if len(found) == limit else None)
    return [request_out(pair) for pair in found]


@router.post("/friends/respond", response={200: Responded, **BAD, **GONE}, summary="Accept or decline a request")
def respond(request: HttpRequest, body: Response) -> Responded:
    """Answer a request to me."""
    accept = body.accept if body.action is None else ACTIONS.get(body.action)
    if accept is None or (body.accept is not None and body.accept != accept):
        raise Invalid(fields={"action": ["Use accept or decline."]})
    answer = services.accept_friend_request if accept else services.decline_friend_request
    pair = answer(actor=member(request), request_id=body.request_id)
    return Responded(id=pair.pk, status=pair.status, message="You are friends now." if accept else "Declined.")


@router.delete("/friends/requests/{int:request_id}", response={204: None, **GONE}, summary="Take a request back")
def cancel(request: HttpRequest, request_id: int) -> Status[None]:
    """Take one's own open request back."""
    services.cancel_friend_request(actor=member(request), request_id=request_id)
    return Status(204, None)


@router.get(
    "/friends/list",
    response={200: list[PersonOut], **BAD},
    summary="List friends (older path)",
    operation_id="friends_list",
)
@router.get("/friends", response={200: list[PersonOut], **BAD}, summary="List friends", operation_id="friends")
def friends(
    request: HttpRequest, response: HttpResponse, before: Before = None, limit: Limit = PAGE_SIZE
) -> list[PersonOut]:
    """List my friends, the newest first."""
    found = queries.friends_of(member(request), before=before, limit=limit)
    link_to_next(request, response, found.before)
    return [person_out(person) for person in found.people]


@router.delete("/friends/{int:user_id}", response={204: None, **GONE}, summary="Unfriend")
def unfriend(request: HttpRequest, user_id: int) -> Status[None]:
    """End a friendship; the other one is not told."""
    services.unfriend(actor=member(request), user_id=user_id)
    return Status(204, None)


@router.get("/blocks", response={200: list[Found], **BAD}, summary="List whom I block")
def blocks(
    request: HttpRequest, response: HttpResponse, before: Before = None, limit: Limit = PAGE_SIZE
) -> list[Found]:
    """List whom I block, the newest first."""
    found = queries.blocked_by(member(request), before=before, limit=limit)
    link_to_next(request, response, found[-1].pk if len(found) == limit else None)
    return [blocked_out(row) for row in found]


@router.put("/blocks/{int:user_id}", response={204: None, 400: ErrorBody, **GONE}, summary="Block a person")
def block(request: HttpRequest, user_id: int) -> Status[None]:
    """Hide each from the other and end a friendship; may be repeated."""
    services.block(actor=member(request), user_id=user_id)
    return Status(204, None)


@router.delete("/blocks/{int:user_id}", response={204: None, **GONE}, summary="Unblock a person")
def unblock(request: HttpRequest, user_id: int) -> Status[None]:
    """Take a block back; a friendship does not come back by it."""
    services.unblock(actor=member(request), user_id=user_id)
    return Status(204, None)
