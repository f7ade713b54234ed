"""What moderators fill in. What the words may be is checked by the services; here they are only taken in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from core.errors import LuminaError
from moderation.admin.words import explained
from moderation.models import Case, Rule, Target
from moderation.queries import actions_for
from moderation.services import Ruling

SUSPENDED_DAYS = 7
ROWS = 3


def text_field(label: str, explanation: str, *, required: bool = False) -> forms.CharField:
    """Make a field for some lines of text."""
    area = forms.Textarea(attrs={"rows": ROWS})
    return forms.CharField(label=label, help_text=explanation, required=required, strip=False, widget=area)


class ReasonedForm(forms.Form):
    """A form that shows what a service refuses at the field that it concerns."""

    def refuse(self, error: LuminaError) -> None:
        """Show an error of a service."""
        for name, texts in error.fields.items():
            self.add_error(name if name in self.fields else None, list(texts))
        if not error.fields:
            self.add_error(None, error.message)


class WhyForm(ReasonedForm):
    """Which rule is broken, what the person is told, and what other moderators should know."""

    rule = forms.ChoiceField(label="Rule that is broken", required=False)
    message = text_field("Text to the person", "They read it together with the rule. It may stay empty.")
    note = text_field("Note", "For moderators alone.")
    block_again = forms.BooleanField(
        label="This picture may not be uploaded again",
        help_text="Neither the same file nor one that looks like it.",
        required=False,
    )

    def __init__(self, *args: Any, rules: list[Rule], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        """Offer the rules that can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "Choose a rule"), *((rule.code, rule.title) for rule in rules)]  # type: ignore[attr-defined]

    def ruling(self, action: str = "") -> Ruling:
        """Answer what is to be decided."""
        words = self.cleaned_data
        return Ruling(
            action=action or words["action"],
            rule=words.get("rule", ""),
            message=words.get("message", ""),
            note=words.get("note", ""),
            until=_end_of(words.get("until")),
            block_again=words.get("block_again", False),
        )


class DecideForm(WhyForm):
    """The decision about one case."""

    action = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose what to decide."}
    )
    until = forms.DateField(
        label="Until the end of",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="A day within the next ten years.",
    )

    def __init__(self, *args: Any, actor: User, case: Case, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        """Offer what this moderator may decide about this case."""
        super().__init__(*args, **kwargs)
        self.choices = [(action, action.label, explained(case, action)) for action in actions_for(actor, case)]
        self.fields["action"].choices = [(action.value, label) for action, label, _ in self.choices]  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.now().date() + timedelta(days=SUSPENDED_DAYS)
        self.fields["rule"].initial = _only_rule(case)
        if case.target_type != Target.PHOTO:
            del self.fields["block_again"]

    @property
    def chosen(self) -> str:
        """Answer which decision is ticked, when the form is shown again."""
        return str(self["action"].value() or "")


class NoteForm(ReasonedForm):
    """A note for other moderators."""

    text = text_field("Note", "Other moderators read it, nobody else.")


class UndoForm(ReasonedForm):
    """Why a decision is undone."""

    message = text_field("Text to the person", "They are told that it was undone, and read this.")
    note = text_field("Note", "For moderators alone.")


class KeepForm(ReasonedForm):
    """Why a decision stays as it is after an appeal."""

    message = text_field("Text to the person", "They are told that it stays, and read this.")


def _only_rule(case: Case) -> str:
    """Begin with the rule that all reports name, where they name one."""
    named = {report.reason_id for report in getattr(case, "read_reports", ())}
    return named.pop() if len(named) == 1 else ""


def _end_of(day: date | None) -> datetime | None:
    """Answer the last minute of a day."""
    return datetime.combine(day, time(23, 59), tzinfo=UTC) if day else None
