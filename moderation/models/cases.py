"""Rules, cases, the reports that they gather, and the notes that moderators leave for each other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

TEXT_LONGEST = 2000


class Target(models.TextChoices):
    """What can be reported."""

    PHOTO = "photo", "Photo"
    COMMENT = "comment", "Comment"
    MESSAGE = "message", "Message"
    USER = "user", "Person"


class Origin(models.TextChoices):
    """What opened a case."""

    REPORT = "report", "Reported"
    SCREENING = "screening", "Found by the screening"
    STAFF = "staff", "Opened by a moderator"


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "Open"
    DECIDED = "decided", "Decided"


class Rule(models.Model):
    """What may not be here: people choose one when they report, moderators when they decide."""

    code = models.SlugField(max_length=20, unique=True, help_text="What programs send as the reason. It never changes.")
    title = models.CharField(max_length=60, help_text="As people read it, such as “Nudity”.")
    explanation = models.CharField(max_length=300, blank=True, help_text="One sentence about what it means here.")
    position = models.PositiveSmallIntegerField(default=100, help_text="Small numbers come first.")
    in_use = models.BooleanField(default=True, help_text="Off: nobody can choose it any more; old cases keep it.")

    class Meta:
        """In the order in which people read them."""

        ordering = ("position", "id")

    def __str__(self) -> str:
        """Show it as people read it."""
        return self.title


class Case(models.Model):
    """One thing that somebody has to look at, however many people report it."""

    target_type = models.CharField("kind", max_length=10, choices=Target.choices)
    # photo_id, photo_id:comment_id, user_id:message_id or user_id, as in the contract of the API.
    target_id = models.CharField(max_length=100)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        help_text="Whose thing it is.",
    )
    # Of a message: the two people, low:high, because its own id names one of them only.
    place = models.CharField(max_length=50, blank=True, editable=False)
    excerpt = models.TextField(blank=True, help_text="The words as they were when the case was opened.")
    finding = models.CharField(max_length=300, blank=True, help_text="What the screening found.")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.REPORT)
    # Whether the screening holds the photo until somebody decides.
    held = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_cases"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # A case that comes up again is as old as that.
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The database keeps it at one case a thing."""

        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("target_type", "target_id"), name="one_case_per_target"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("state", "opened_at"), name="case_queue"),
            models.Index(fields=("target_type", "id"), name="case_by_kind"),
        ]

    def __str__(self) -> str:
        """Name it without the ids of people, because this name stays in the history when they are erased."""
        return f"{self.get_target_type_display()}, case {self.pk}"

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to decide."""
        return self.state == State.OPEN


class Outcome(models.TextChoices):
    """What became of a report."""

    OPEN = "", "Not decided yet"
    UPHELD = "upheld", "Something was done"
    DISMISSED = "dismissed", "No rule was broken"


class Report(models.Model):
    """That somebody reports a thing, once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports")
    reason = models.ForeignKey(
        Rule, to_field="code", db_column="reason", on_delete=models.PROTECT, related_name="reports"
    )
    text = models.TextField(blank=True, max_length=TEXT_LONGEST)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The database keeps it at one report a person and thing."""

        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("case", "reporter"), name="one_report_per_person"),
        ]
        indexes: ClassVar = [models.Index(fields=("reporter", "outcome"), name="report_outcomes")]

    def __str__(self) -> str:
        """Say who reports why."""
        return f"{self.reporter}: {self.reason}"


class Note(models.Model):
    """What moderators tell each other about a case. Nobody else reads it, and it is never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=TEXT_LONGEST)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were written."""

        ordering = ("id",)

    def __str__(self) -> str:
        """Show how it begins."""
        return self.text[:60]
