"""A photo as pages and JSON show it: signed URLs, sizes, words for those who cannot see it. No store is read."""

import functools
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import User, may_moderate
from core.ids import PhotoId, UserId, made_at
from photos.images import RENDITIONS
from photos.images.fitting import fitted
from photos.models import APPROVED, FAILED, HELD, PROCESSING, REJECTED, SIZES, Comment, Photo, rendition_name
from photos.queries import Comments, SeenPhoto
from social.queries import Person

# Tiles come in steps of a tenth of the aspect ratio, because a strict CSP leaves no room for a style of each own.
NARROWEST, WIDEST, STEP = 50, 300, 10
IN_SRCSET = ("small", "medium", "large", "full")
# What its owner is told of an upload that is done.
UPLOADED = {
    APPROVED: "Your photo is up.",
    HELD: "Your photo is being checked. Until then only you see it.",
    REJECTED: "Your photo is not shown to others. Its page says why.",
}


def signed_url(photo_id: PhotoId, size: str) -> str:
    """Sign the URL of a rendition. Only call it for a photo that a query has shown to this viewer."""
    return str(default_storage.url(rendition_name(photo_id, size)))


def signed_urls(photo_id: PhotoId) -> dict[str, str]:
    """Sign the URLs of all renditions."""
    return {size: signed_url(photo_id, size) for size in SIZES}


def signed_original(photo: Photo) -> str:
    """Sign a download of the owner's own bytes under the name that they had. For the owner alone."""
    return str(default_storage.url(photo.original, download=photo.filename))  # type: ignore[call-arg]


@dataclass(frozen=True, kw_only=True)
class ShownPhoto:
    """What templates read of a photo: its words, its state, and all that the picture needs to stand still."""

    id: PhotoId
    url: str
    owner: Person
    is_mine: bool
    title: str
    caption: str
    description: str
    topic: str
    tags: list[str]
    alt_text: str
    visibility: str
    status: str
    failure: str
    reasons: list[str]
    labels: list[str]
    detected_text: str
    sensitive: str
    width: int
    height: int
    ratio_step: int
    created_at: datetime
    filename: str
    file_size: int
    images: dict[str, str]
    srcset: str
    likes: int
    comments: int
    views: int
    liked: bool
    saved: bool
    animated: bool
    placeholder: str
    alt: str

    @property
    def has_alt(self) -> bool:
        """Say whether somebody wrote an alt text, so that it can be shown to all."""
        return bool(self.alt)

    @property
    def has_picture(self) -> bool:
        """Say whether there is something to be seen."""
        return self.status not in {PROCESSING, FAILED}

    @property
    def is_published(self) -> bool:
        """Say whether others can see it, so that there is something to do with it."""
        return self.status == APPROVED

    @property
    def veiled(self) -> bool:
        """Say whether it is covered until its viewer wishes to see it; its owner knows it."""
        return bool(self.sensitive) and not self.is_mine

    @property
    def preview(self) -> str:
        """Answer what stands for it where it is only mentioned: of a covered one nothing can be made out."""
        return self.placeholder if self.veiled else self.images["thumb"]


def shown(seen: SeenPhoto, place: str = "") -> ShownPhoto:
    """Prepare a photo for a template; `place` is the token of the listing that it is shown in (photos/places.py)."""
    photo = seen.photo
    # Nothing is known of a picture that never was one.
    size = int(photo.width) or 1, int(photo.height) or 1
    images = signed_urls(photo.id)
    return ShownPhoto(
        id=photo.id,
        url=reverse("photos:detail", args=[photo.id]) + _query_of(place),
        owner=seen.owner,
        is_mine=seen.is_mine,
        title=photo.title,
        caption=photo.caption,
        description=photo.description,
        topic=photo.topic,
        tags=list(photo.tags),
        alt_text=photo.alt or photo.title or photo.caption or f"Photo by {photo.username}",
        visibility=photo.visibility,
        status=photo.status,
        failure=photo.failure,
        reasons=list(photo.reasons),
        labels=list(photo.labels) if seen.is_mine else [],
        detected_text=photo.detected_text if seen.is_mine else "",
        sensitive=photo.sensitive,
        width=size[0],
        height=size[1],
        ratio_step=_ratio_step(*size),
        created_at=made_at(photo.id),
        filename=photo.filename,
        file_size=int(photo.file_size),
        images=images,
        srcset=_srcset(images, size),
        likes=int(photo.likes),
        comments=int(photo.comments),
        views=int(photo.views),
        liked=seen.liked,
        saved=seen.saved,
        animated=photo.animated,
        placeholder=photo.placeholder,
        alt=photo.alt,
    )


@dataclass(frozen=True, kw_only=True)
class ShownComment:
    """What templates read of a comment."""

    comment_id: str
    username: str
    author_url: str
    thumb: str
    text: str
    created_at: datetime
    may_delete: bool
    is_deleted_for_good: bool
    delete_url: str


def shown_comment(comment: Comment, seen: SeenPhoto, viewer: User, thumb: str) -> ShownComment:
    """Prepare a comment for a template; `thumb` is the signed URL of its writer's portrait."""
    is_own = seen.is_mine or int(comment.user_id) == viewer.pk
    return ShownComment(
        comment_id=comment.comment_id,
        username=comment.username,
        author_url=reverse("photos:profile", args=[comment.username]),
        thumb=thumb,
        text=comment.text,
        created_at=made_at(comment.comment_id),
        may_delete=is_own or may_moderate(viewer),
        is_deleted_for_good=is_own,
        delete_url=reverse("photos:comment_delete", args=[comment.photo_id, comment.comment_id]),
    )


def shown_comments(found: Comments, viewer: User) -> list[ShownComment]:
    """Prepare a page of comments."""
    thumbs = {user_id: writer.thumb for user_id, writer in found.writers.items()}
    return [
        shown_comment(comment, found.photo, viewer, thumbs[UserId(int(comment.user_id))]) for comment in found.comments
    ]


def _ratio_step(width: int, height: int) -> int:
    """Answer width by height in per cent, in steps, for the grid."""
    return int(min(WIDEST, max(NARROWEST, round(100 * width / height / STEP) * STEP)))


def _srcset(images: dict[str, str], size: tuple[int, int]) -> str:
    return ", ".join(f"{images[name]} {width}w" for width, name in _widths(size))


@functools.lru_cache(maxsize=1024)
def _widths(size: tuple[int, int]) -> list[tuple[int, str]]:
    """List the renditions by their real widths; equal widths (small pictures) stand once. Cameras know few sizes."""
    return sorted({fitted(size, RENDITIONS[name])[0]: name for name in reversed(IN_SRCSET)}.items())


@functools.lru_cache(maxsize=64)
def _query_of(place: str) -> str:
    """Write the part of a photo's address that names its listing; it is the same for a whole page."""
    return f"?{urlencode({'in': place})}" if place else ""
