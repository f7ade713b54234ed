"""The forms of reporting and of disagreeing with a decision. Services decide what will do."""

from typing import Any

from django import forms

from accounts.forms import refuse
from accounts.models import User
from core.errors import Invalid
from moderation import services
from moderation.models import TEXT_LONGEST, Appeal, Decision, Report
from moderation.queries import rules_in_use


class ReportForm(forms.Form):
    """Which rule is broken, and what a moderator should know."""

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose one of these."},
    )
    # Browsers count a line end as one character and send two, so that the service alone measures.
    text = forms.CharField(
        label="What should a moderator know?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": TEXT_LONGEST}),
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django has it
        """Offer the rules that can be chosen now; the label is the rule itself, so that the page can explain it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(rule.code, rule) for rule in rules_in_use()]  # type: ignore[attr-defined]

    def save(self, actor: User, target_type: str, target_id: str) -> Report | None:
        """Report with a valid form; None when it was refused, with the reasons at the fields. Raises TooMany."""
        try:
            return services.report(actor=actor, target_type=target_type, target_id=target_id, **self.cleaned_data)
        except Invalid as error:
            refuse(self, error, "text")
        return None


class AppealForm(forms.Form):
    """Why somebody sees a decision differently."""

    text = forms.CharField(
        label="Why do you see it differently?",
        error_messages={"required": "Say why you see it differently."},
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": TEXT_LONGEST}),
        strip=False,
    )

    def save(self, decision: Decision) -> Appeal | None:
        """Appeal with a valid form; None when it was refused, with the reasons at the field. Raises Conflict."""
        try:
            return services.appeal(decision=decision, text=self.cleaned_data["text"])
        except Invalid as error:
            refuse(self, error, "text")
        return None
