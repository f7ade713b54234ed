"""Profile pictures: a square in two sizes, drawn from the clean rendition that the decode process has made.

New files come first, then the account names them, then the old ones go. Every picture has a name of its own, so that
no cache shows an old one. Whatever a crash leaves belongs to nobody and is found by `orphaned_portraits`.
"""

import io
import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image
from PIL.Image import Resampling

from accounts.models import User
from accounts.portraits import PORTRAIT_SIZES, portrait_name
from core.deadline import deadline
from core.errors import Conflict
from core.ids import UserId
from core.limits import consume
from core.media import PARTIAL
from core.switches import refuse_if_stopped
from photos.images import make_renditions
from photos.services.screening import refuse_unwanted
from photos.services.uploading import checksum, on_disk, sent_picture

FOLDER = "avatars"
QUALITY = 84
TRIES = 8
# Longer than any upload takes: until then a file may be about to get its owner.
ORPHAN_MINUTES = 24 * 60


def set_profile_picture(*, actor: User, picture: "UploadedFile[bytes] | None") -> None:
    """Show the middle of this picture as the actor's portrait from now on.

    Raises Invalid for what is no picture or not wanted here, TooLarge above the limit, TooMany after many uploads, and
    Unavailable when it could not be checked; nothing is changed.
    """
    refuse_if_stopped("uploads")
    picture = sent_picture(picture)
    consume("uploads", actor.pk)
    with deadline(settings.UPLOAD_DEADLINE_SECONDS):
        with on_disk(picture) as path:
            made, sha256 = make_renditions(path), checksum(path)
        refuse_unwanted(owner_id=UserId(actor.pk), sha256=sha256, files=made.files)
        key = secrets.token_hex(12)
        for size, content in _squares(made.files["large"]).items():
            default_storage.save(portrait_name(key, size), ContentFile(content))
        _replace(actor, key)


def remove_profile_picture(*, actor: User) -> None:
    """Show no portrait of the actor any more; repeating it changes nothing."""
    _replace(actor, "")


def erase_portrait(*, person: User) -> None:
    """Remove a person's portrait for good: the files first, because only the account says which they are."""
    key = User.objects.filter(pk=person.pk).values_list("avatar_key", flat=True).first() or ""
    _remove_files(key)
    User.objects.filter(pk=person.pk, avatar_key=key).update(avatar_key="")


def orphaned_portraits(*, older_than_minutes: int = ORPHAN_MINUTES) -> list[str]:
    """List the files of portraits that are nobody's and were not written just now."""
    try:
        names = [name for name in default_storage.listdir(FOLDER)[1] if not name.startswith(PARTIAL)]
    except FileNotFoundError:
        return []
    owned = set(User.objects.exclude(avatar_key="").values_list("avatar_key", flat=True))
    latest = timezone.now() - timedelta(minutes=older_than_minutes)
    orphans = [f"{FOLDER}/{name}" for name in sorted(names) if name.rpartition("_")[0] not in owned]
    # What was replaced since the list was read is gone by now.
    there = (name for name in orphans if default_storage.exists(name))
    return [name for name in there if default_storage.get_modified_time(name) <= latest]


def _squares(content: bytes) -> Mapping[str, bytes]:
    """Cut the middle out of a rendition of ours, in every size, none larger than it was."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        square = picture.crop((left, top, left + side, top + side))
    files: dict[str, bytes] = {}
    for name, largest in PORTRAIT_SIZES.items():
        pixels = min(side, largest)
        out = io.BytesIO()
        square.resize((pixels, pixels), Resampling.BICUBIC, reducing_gap=2.0).save(out, "JPEG", quality=QUALITY)
        files[name] = out.getvalue()
    return files


def _replace(actor: User, key: str) -> None:
    """Name the new files in the account, then remove the ones that it named before.

    Of two at once each removes what it replaced, so that the last one is left alone.
    """
    for _ in range(TRIES):
        person = User.objects.filter(pk=actor.pk)
        old = person.values_list("avatar_key", flat=True).first()
        if old is not None and person.filter(avatar_key=old).update(avatar_key=key):
            actor.avatar_key = key
            _remove_files(old)
            return
    _remove_files(key)
    raise Conflict("Your picture is being changed. Please try again.")


def _remove_files(key: str) -> None:
    if key:
        for size in PORTRAIT_SIZES:
            default_storage.delete(portrait_name(key, size))
