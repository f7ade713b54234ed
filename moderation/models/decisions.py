"""Decisions: rows that are only ever added, so that one can read later who decided what, when and why."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from moderation.models.cases import TEXT_LONGEST, Case, Rule


class Action(models.TextChoices):
    """What can be decided."""

    DISMISS = "dismiss", "Leave it: no rule is broken"
    SENSITIVE = "sensitive", "Mark as sensitive"
    REMOVE = "remove", "Remove"
    WARN = "warn", "Warn the person"
    LIMIT = "limit", "Limit the person to friends"
    SUSPEND = "suspend", "Suspend the account"
    CLOSE = "close", "Delete the account"
    UNDO = "undo", "Undo a decision"
    UPHOLD = "uphold", "Keep a decision after an appeal"


# The same as `Decision.is_by_screening`, for queries.
BY_SCREENING = models.Q(actor=None, rule=None, action=Action.REMOVE)


class Unchangeable(Exception):
    """Somebody tried to change or remove what was decided."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Rows to be read and added to."""

    def update(self, **kwargs: Any) -> int:  # noqa: ANN401
        """Refuse."""
        raise Unchangeable(", ".join(kwargs))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise Unchangeable


class Decision(models.Model):
    """What was decided about a case. An undoing is a row of its own; so nothing is ever changed here.

    Without an actor the screening decided, or somebody who is erased. The rows of a case go only with it, when its
    person is erased.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    action = models.CharField(max_length=10, choices=Action.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions_made"
    )
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    note = models.TextField(blank=True, max_length=TEXT_LONGEST, help_text="For moderators alone.")
    message = models.TextField(blank=True, max_length=TEXT_LONGEST, help_text="What the person is told.")
    until = models.DateTimeField(null=True, blank=True, help_text="The end of a suspension.")
    block_again = models.BooleanField(default=False, help_text="Whether the picture may not come again.")
    # Unique, so that of two who undo a decision at once one is refused.
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = DecisionQuerySet.as_manager()

    class Meta:
        """In the order in which they were made."""

        ordering = ("id",)
        permissions = (
            ("suspend_person", "Can warn, limit and suspend people"),
            ("close_account", "Can delete accounts"),
        )
        default_permissions = ("add", "view")
        indexes: ClassVar = [models.Index(fields=("person", "action"), name="decision_of_person")]

    def __str__(self) -> str:
        """Say what was decided."""
        return f"{self.get_action_display()} ({self.created_at:%d %b %Y})" if self.created_at else self.action

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Store a new row; one that is stored stays as it is."""
        if not self._state.adding:
            raise Unchangeable(str(self.pk))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401, ARG002
        """Refuse."""
        raise Unchangeable(str(self.pk))

    @property
    def is_by_screening(self) -> bool:
        """Say whether nobody decided: whoever does names a rule, and is still named by none when they are erased."""
        return self.actor_id is None and self.rule_id is None and self.action == Action.REMOVE

    @property
    def is_undone(self) -> bool:
        """Say whether it does not hold any more; `undone_by` has to be read along."""
        return hasattr(self, "undone_by")


class Unapplied(models.Model):
    """That the stores do not show a decision yet: written with it, removed once they do, and done again from there."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="unapplied")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first, and nobody's to look at."""

        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        """Name the decision."""
        return str(self.decision_id)


class Appeal(models.Model):
    """That a person disagrees with a decision, once, in their own words; and the decision that answers it."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=TEXT_LONGEST)
    answer = models.OneToOneField(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_appeal"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        """Show how it begins."""
        return self.text[:60]
