"""What the site as a whole keeps in SQL: the switches with which it is run in bad hours."""

from django.conf import settings
from django.db import models

NOTE_LONGEST = 300


class Stoppable(models.TextChoices):
    """What can be stopped for everybody."""

    UPLOADS = "uploads", "Uploads"
    SIGN_UPS = "sign_ups", "Sign-ups"
    MESSAGES = "messages", "Messages"
    READ_ONLY = "read_only", "All changes (read-only)"


class KillSwitch(models.Model):
    """One thing that can be stopped; there is a row for each (core/apps.py). Ask core/switches.py, not these rows."""

    name = models.CharField("what", max_length=20, choices=Stoppable.choices, unique=True, editable=False)
    is_stopped = models.BooleanField("stopped", default=False, help_text="Counts for everybody within ten seconds.")
    note = models.CharField(
        "note for people",
        max_length=NOTE_LONGEST,
        blank=True,
        help_text="Why, and until when: shown to everybody who meets it. Empty: a sentence that says what is stopped.",
    )
    since = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """In the order in which they were made; nobody adds or removes one."""

        ordering = ("id",)
        verbose_name_plural = "kill switches"
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        """Name what it stops."""
        return self.get_name_display()
