"""A photo as pages and JSON show it: signed URLs, sizes, and the words for those who cannot see it. No store is read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.files.storage import default_storage
from django.urls import reverse

from core.ids import PhotoId, made_at
from photos.images import RENDITIONS
from photos.images.fitting import fitted
from photos.models import SIZES, Photo, rendition_name
from photos.queries import SeenPhoto
from social.queries import Person

# Tiles come in steps of a tenth of the aspect ratio, because a strict CSP leaves no room for a style of each own.
NARROWEST, WIDEST, STEP = 50, 300, 10
IN_SRCSET = ("small", "medium", "large", "full")


def signed_url(photo_id: PhotoId, size: str) -> str:
    """Sign the URL of a rendition. Only call it for a photo that a query has shown to this viewer."""
    return str(default_storage.url(rendition_name(photo_id, size)))


def signed_original(photo: Photo) -> str:
    """Sign a download of the owner's own bytes under the name that they had. For the owner alone."""
    return str(default_storage.url(photo.original, download=photo.filename))  # type: ignore[call-arg]


@dataclass(frozen=True)
class ShownPhoto:
    """What templates read of a photo."""

    seen: SeenPhoto

    @property
    def photo(self) -> Photo:
        """Answer the item, for its words."""
        return self.seen.photo

    @property
    def id(self) -> PhotoId:
        """Answer the id."""
        return self.photo.id

    @property
    def url(self) -> str:
        """Answer the photo's own page."""
        return reverse("photos:detail", args=[self.id])

    @property
    def owner(self) -> Person:
        """Answer whose it is."""
        return self.seen.owner

    @property
    def is_mine(self) -> bool:
        """Say whether it is the viewer's own."""
        return self.seen.is_mine

    @cached_property
    def images(self) -> dict[str, str]:
        """Sign the URLs of all renditions."""
        return {size: signed_url(self.id, size) for size in SIZES}

    @property
    def srcset(self) -> str:
        """List the renditions with their real widths; equal widths (small pictures) stand once."""
        widths = {self._width(size): size for size in reversed(IN_SRCSET)}
        return ", ".join(f"{self.images[size]} {width}w" for width, size in sorted(widths.items()))

    @property
    def ratio_step(self) -> int:
        """Answer width by height in per cent, in steps, for the grid."""
        exact = 100 * self.photo.width / self.photo.height
        return int(min(WIDEST, max(NARROWEST, round(exact / STEP) * STEP)))

    @property
    def alt_text(self) -> str:
        """Say in words what is to be seen, as well as it is known."""
        photo = self.photo
        return photo.alt or photo.title or photo.caption or f"Photo by {photo.username}"

    @property
    def created_at(self) -> datetime:
        """Answer when it was uploaded."""
        return made_at(self.id)

    def _width(self, size: str) -> int:
        return fitted((int(self.photo.width), int(self.photo.height)), RENDITIONS[size])[0]
