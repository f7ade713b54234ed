"""Messages and conversations as JSON, over the same queries and services as the pages."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from accounts.requests import member
from core.api import ErrorBody, Text, link_to_next
from core.ids import PhotoId
from messaging import queries, services
from messaging.schemas import ConversationOut, MessageIn, MessageOut, conversation_out, message_out

router = Router(tags=["Messages"])
REFUSED: dict[int, Any] = {400: ErrorBody, 401: ErrorBody, 404: ErrorBody}
Limit = Annotated[int, Query(ge=1, le=queries.MOST_ON_A_PAGE)]


@router.get("/messages", response={200: list[MessageOut], **REFUSED}, summary="List a conversation's messages")
def messages(
    request: HttpRequest,
    response: HttpResponse,
    user_id: int,
    before: Text = "",
    after: Text = "",
    limit: Limit = queries.MESSAGES_ON_A_PAGE,
) -> list[MessageOut]:
    """List messages with a person in the order of time: the newest page, older by `before`, new ones by `after`."""
    viewer = member(request)
    person = queries.partner_seen(viewer, user_id)
    found = queries.thread(viewer, person, before=before, after=after, limit=limit)
    link_to_next(request, response, found.after if after else found.before, name="after" if after else "before")
    photos = queries.photos_in(viewer, found.messages)
    return [message_out(message, photos) for message in found.messages]


@router.post(
    "/messages", response={201: MessageOut, 409: ErrorBody, 429: ErrorBody, **REFUSED}, summary="Write to a friend"
)
def send(request: HttpRequest, body: MessageIn) -> Status[MessageOut]:
    """Send 1 to 4,000 characters, or a photo with or without them; a repeated `client_id` sends nothing again."""
    message = services.send_message(
        actor=member(request),
        to_user_id=body.to_user_id,
        text=body.text,
        photo_id=body.photo_id or "",
        client_id=body.client_id or "",
    )
    return Status(201, message_out(message, {PhotoId(message.photo_id)}))


@router.delete(
    "/messages/{user_id}/{message_id}", response={204: None, 403: ErrorBody, **REFUSED}, summary="Delete a message"
)
def delete(request: HttpRequest, user_id: int, message_id: str) -> Status[None]:
    """Delete one's own message to this person, for both."""
    services.delete_message(actor=member(request), user_id=user_id, message_id=message_id)
    return Status(204, None)


@router.get("/conversations", response={200: list[ConversationOut], **REFUSED}, summary="List conversations")
def conversations(
    request: HttpRequest, response: HttpResponse, before: Text = "", limit: Limit = queries.PAGE_SIZE
) -> list[ConversationOut]:
    """List one's conversations, those with the newest message first; `before` is the `last_id` of one."""
    found = queries.conversations(member(request), before=before, limit=limit)
    link_to_next(request, response, found.before)
    return [conversation_out(conversation) for conversation in found.conversations]


@router.post("/conversations/{user_id}/read", response={204: None, **REFUSED}, summary="Mark a conversation as read")
def read(request: HttpRequest, user_id: int) -> Status[None]:
    """Mark everything in a conversation as read."""
    services.mark_read(actor=member(request), user_id=user_id)
    return Status(204, None)


@router.delete("/conversations/{user_id}", response={204: None, **REFUSED}, summary="Hide a conversation")
def hide(request: HttpRequest, user_id: int) -> Status[None]:
    """Take a conversation out of one's own list until somebody writes again."""
    services.hide_conversation(actor=member(request), user_id=user_id)
    return Status(204, None)
