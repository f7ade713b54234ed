"""What people want to hear of."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Switch(models.Model):
    """What a person has chosen about one kind of notification; without a row the defaults hold (kinds.py)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switches")
    kind = models.CharField(max_length=20)
    site = models.BooleanField(default=True)
    email = models.BooleanField(default=False)
    # For the summary alone: when the last one was sent.
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """One row a person and kind."""

        ordering = ("id",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("user", "kind"), name="one_switch_per_kind")]
        indexes: ClassVar = [models.Index(fields=("kind", "email"))]

    def __str__(self) -> str:
        """Say who chose about what."""
        return f"{self.user}: {self.kind}"
