"""Reports, and one case for each thing that is reported."""

from typing import ClassVar

from django.conf import settings
from django.db import models

TEXT_LONGEST = 2000


class Target(models.TextChoices):
    """What can be reported."""

    PHOTO = "photo", "Photo"
    COMMENT = "comment", "Comment"
    MESSAGE = "message", "Message"
    USER = "user", "Person"


class Reason(models.TextChoices):
    """Why."""

    SPAM = "spam", "Spam"
    HARASSMENT = "harassment", "Harassment"
    NUDITY = "nudity", "Nudity"
    VIOLENCE = "violence", "Violence"
    COPYRIGHT = "copyright", "Copyright"
    OTHER = "other", "Something else"


class Case(models.Model):
    """One reported thing, however many people report it."""

    target_type = models.CharField(max_length=10, choices=Target.choices)
    # photo_id, photo_id:comment_id, user_id:message_id or user_id, as in the contract of the API.
    target_id = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The database keeps it at one case a thing."""

        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("target_type", "target_id"), name="one_case_per_target"),
        ]

    def __str__(self) -> str:
        """Name the thing."""
        return f"{self.get_target_type_display()} {self.target_id}"


class Report(models.Model):
    """That somebody reports a thing, once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    text = models.TextField(blank=True, max_length=TEXT_LONGEST)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The database keeps it at one report a person and thing."""

        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("case", "reporter"), name="one_report_per_person"),
        ]

    def __str__(self) -> str:
        """Say who reports why."""
        return f"{self.reporter}: {self.get_reason_display()}"
