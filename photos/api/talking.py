"""Likes, saved photos, comments and topics as JSON."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from accounts.requests import member
from core.api import ErrorBody, Text, link_to_next
from photos import queries, services
from photos.schemas import CommentIn, CommentOut, LikerOut, LikingOut, TopicOut, comment_out

router = Router(tags=["Likes and comments"])
GONE: dict[int, Any] = {401: ErrorBody, 404: ErrorBody}
Limit = Annotated[int, Query(ge=1, le=queries.MOST_ON_A_PAGE)]


@router.post("/photos/{photo_id}/like", response={200: LikingOut, 429: ErrorBody, **GONE}, summary="Like a photo")
def like(request: HttpRequest, photo_id: str) -> services.Liking:
    """Like a photo; repeating it changes nothing."""
    return services.like_photo(actor=member(request), photo_id=photo_id)


@router.delete("/photos/{photo_id}/like", response={200: LikingOut, **GONE}, summary="Unlike a photo")
def unlike(request: HttpRequest, photo_id: str) -> services.Liking:
    """Take the like back; repeating it changes nothing."""
    return services.unlike_photo(actor=member(request), photo_id=photo_id)


@router.get(
    "/photos/{photo_id}/likes", response={200: list[LikerOut], 400: ErrorBody, **GONE}, summary="List who likes a photo"
)
def likers(
    request: HttpRequest,
    response: HttpResponse,
    photo_id: str,
    before: Text = "",
    limit: Limit = queries.PAGE_SIZE,
) -> list[Any]:
    """List who likes a photo, in no promised order."""
    found = queries.likers(member(request), photo_id, before=before, limit=limit)
    link_to_next(request, response, found.before)
    return list(found.people)


@router.put("/photos/{photo_id}/save", response={204: None, **GONE}, summary="Save a photo")
def save(request: HttpRequest, photo_id: str) -> Status[None]:
    """Keep a photo in the saved ones."""
    services.save_photo(actor=member(request), photo_id=photo_id)
    return Status(204, None)


@router.delete("/photos/{photo_id}/save", response={204: None, **GONE}, summary="Unsave a photo")
def unsave(request: HttpRequest, photo_id: str) -> Status[None]:
    """Take a photo out of the saved ones."""
    services.unsave_photo(actor=member(request), photo_id=photo_id)
    return Status(204, None)


@router.get(
    "/photos/{photo_id}/comments", response={200: list[CommentOut], 400: ErrorBody, **GONE}, summary="List comments"
)
def comments(
    request: HttpRequest,
    response: HttpResponse,
    photo_id: str,
    before: Text = "",
    after: Text = "",
    limit: Limit = queries.PAGE_SIZE,
) -> list[CommentOut]:
    """List comments, oldest first: the newest page, older ones by `before`, new ones by `after`."""
    found = queries.comments_under(member(request), photo_id, before=before, after=after, limit=limit)
    link_to_next(request, response, found.after if after else found.before, name="after" if after else "before")
    return [comment_out(comment) for comment in found.comments]


@router.post(
    "/photos/{photo_id}/comments",
    response={201: CommentOut, 400: ErrorBody, 429: ErrorBody, **GONE},
    summary="Write a comment",
)
def write(request: HttpRequest, photo_id: str, body: CommentIn) -> Status[CommentOut]:
    """Write a comment of 1 to 2,000 characters."""
    comment = services.add_comment(actor=member(request), photo_id=photo_id, text=body.text)
    return Status(201, comment_out(comment))


@router.delete(
    "/photos/{photo_id}/comments/{comment_id}",
    response={204: None, 403: ErrorBody, **GONE},
    summary="Delete a comment",
)
def delete(request: HttpRequest, photo_id: str, comment_id: str) -> Status[None]:
    """Delete a comment: by its author, the photo's owner or a moderator."""
    services.delete_comment(actor=member(request), photo_id=photo_id, comment_id=comment_id)
    return Status(204, None)


@router.get("/topics", response={200: list[TopicOut], 401: ErrorBody}, summary="List topics in use", tags=["Photos"])
def topics(request: HttpRequest) -> list[queries.TopicInUse]:  # noqa: ARG001
    """List the topics in use with the number of photos that everyone may see."""
    return queries.topics_in_use()
