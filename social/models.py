"""Who is whose friend, who asks whom, and who wants nothing to do with whom."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Status(models.TextChoices):
    """Where a friend request stands."""

    PENDING = "pending", "Pending"
    ACCEPTED = "accepted", "Friends"
    DECLINED = "declined", "Declined"


class FriendRequest(models.Model):
    """What is between two people: asked, accepted (a friendship) or declined. There is one row a pair."""

    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_sent")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_received")
    # The two ids in order. Plain columns, because MariaDB silently skips constraints with expressions.
    low_id = models.BigIntegerField(editable=False)
    high_id = models.BigIntegerField(editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True, blank=True)
    # Whether each has the other's newest photos in their home feed; false after a crash, and then done again.
    feeds_filled = models.BooleanField(default=False, editable=False)

    class Meta:
        """One row a pair, none with oneself."""

        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("low_id", "high_id"), name="one_request_per_pair"),
            models.CheckConstraint(condition=models.Q(low_id__lt=models.F("high_id")), name="two_different_people"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("receiver", "status")),
            models.Index(fields=("requester", "status")),
            models.Index(fields=("high_id", "status")),
        ]

    def __str__(self) -> str:
        """Say who asks whom."""
        return f"{self.requester} and {self.receiver}: {self.get_status_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Keep the ordered pair beside the two people."""
        self.low_id, self.high_id = sorted((self.requester_id, self.receiver_id))
        super().save(*args, **kwargs)


class Block(models.Model):
    """That one person wants nothing to do with another. Neither sees the other; only the first one knows."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_suffered")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row a direction."""

        ordering = ("-id",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("blocker", "blocked"), name="one_block_per_direction")]

    def __str__(self) -> str:
        """Say who blocks whom."""
        return f"{self.blocker} blocks {self.blocked}"
