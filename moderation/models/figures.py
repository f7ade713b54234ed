"""What is counted of each day, because the store of the photos cannot count days by itself."""

from django.db import models


class DayFigures(models.Model):
    """What was uploaded on a day (in UTC), and what has become of it when it was counted last."""

    day = models.DateField(unique=True)
    uploads = models.PositiveIntegerField(default=0)
    # Of the originals; their smaller copies are not in it.
    upload_bytes = models.PositiveBigIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # All files of the site at the end of the day, or when it was counted on it; empty where that cannot be measured.
    stored_bytes = models.PositiveBigIntegerField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        """In the order of the days, and nobody's to look at but through the dashboard."""

        ordering = ("day",)
        default_permissions = ()

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.day:%d %b %Y}"
