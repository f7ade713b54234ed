"""The form of a message. What the text may be is decided in messaging/services, for this form and for JSON alike."""

from django import forms

from accounts.models import User
from core.errors import Invalid
from messaging.models import Message
from messaging.services import TEXT_LONGEST, write_to
from social.queries import Person


class MessageForm(forms.Form):
    """A text, a photo or both, and the page's own id of it, so that a repeated send makes no second message."""

    # Browsers count a line end as one character and send two, so that the service alone measures this.
    text = forms.CharField(
        label="Message",
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "maxlength": TEXT_LONGEST, "placeholder": "Write a message"}),
        strip=False,
    )
    client_id = forms.CharField(required=False, widget=forms.HiddenInput)
    photo = forms.CharField(required=False, widget=forms.HiddenInput)

    def send(self, actor: User, person: Person) -> Message | None:
        """Send what is in a valid form; None when it was refused, with the reasons at the fields."""
        given = self.cleaned_data
        try:
            return write_to(
                actor=actor,
                person=person,
                text=given["text"],
                photo_id=given["photo"],
                client_id=given["client_id"],
            )
        except Invalid as error:
            for name, messages in error.fields.items():
                # What is wrong with a hidden field is said above them all.
                self.add_error("text" if name == "text" else None, list(messages))
            return None
