"""The upload form. What the words may be is decided in photos/words.py, for this form and for JSON alike."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User, Visibility
from core.errors import Invalid, TooLarge
from photos.models import Photo
from photos.services import upload_photo
from photos.words import LONGEST, checked

ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/avif,image/heic,image/heif,.heic,.heif"
# Friends join the choice with friendships.
CHOICES = [(value, label) for value, label in Visibility.choices if value != Visibility.FRIENDS]


class UploadForm(forms.Form):
    """A picture and its words; only the picture is needed."""

    photo = forms.FileField(label="Photo", widget=forms.FileInput(attrs={"accept": ACCEPT}))
    title = forms.CharField(max_length=LONGEST["title"], required=False)
    # Browsers count a line end as one character and send two, so that photos/words.py alone measures these two.
    caption = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST["caption"]}), strip=False
    )
    alt = forms.CharField(
        label="Alt text",
        max_length=LONGEST["alt"],
        required=False,
        help_text="What is to be seen, for people who cannot see it.",
    )
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST["description"]}), strip=False
    )
    topic = forms.CharField(max_length=LONGEST["topic"], required=False, help_text="One word or two, such as Travel.")
    tags = forms.CharField(max_length=1000, required=False, help_text="Separated by commas, at most 20.")
    visibility = forms.ChoiceField(label="Who may see it", choices=CHOICES, widget=forms.RadioSelect, required=False)

    def clean_visibility(self) -> str:
        """Refuse a choice that is made twice: nobody could say which one counts."""
        if len(self.data.getlist("visibility")) > 1:  # type: ignore[attr-defined]
            raise forms.ValidationError("Say it once.")
        chosen: str = self.cleaned_data["visibility"]
        return chosen

    def upload(self, actor: User) -> Photo | None:
        """Upload what is in a valid form; None when it was refused, with the reasons at the fields."""
        words: dict[str, Any] = dict(self.cleaned_data)
        words["visibility"] = words["visibility"] or actor.default_visibility
        picture: UploadedFile[bytes] = words.pop("photo")
        try:
            return upload_photo(actor=actor, picture=picture, words=checked(**words))
        except (Invalid, TooLarge) as error:
            for name, messages in (error.fields or {"photo": [error.message]}).items():
                self.add_error(name, list(messages))
            return None
