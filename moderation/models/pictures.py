"""Pictures that may not come again."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from moderation.models.cases import Case


class BlockedPicture(models.Model):
    """A picture that was removed for good: by its bytes, and by what it looks like (moderation/screening/hashes.py)."""

    # Of the same picture in several cases each keeps it out by itself.
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    # 256 bits in hex; empty for pictures so plain that many others look the same.
    perceptual = models.CharField("looks like", max_length=64, blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="blocked_pictures")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; moderators add them by deciding, administrators may take them away."""

        ordering = ("-id",)
        default_permissions = ("view", "delete")
        constraints: ClassVar = [models.UniqueConstraint(fields=("sha256", "case"), name="one_block_per_case")]

    def __str__(self) -> str:
        """Show the beginning of the checksum."""
        return self.sha256[:12]
