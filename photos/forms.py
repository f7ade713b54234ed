"""The forms of photos. What the words may be is decided in photos/words.py, for these forms and for JSON alike."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.files.uploadedfile import UploadedFile

from accounts.forms import refuse
from accounts.models import User, Visibility
from core.errors import Conflict, Invalid, TooLarge
from photos.models import Photo
from photos.services import COMMENT_LONGEST, edit_photo, upload_photo
from photos.words import LONGEST, checked

ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/avif,image/heic,image/heif,.heic,.heif"


class WordsForm(forms.Form):
    """The words of a photo."""

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
    topic = forms.CharField(
        max_length=LONGEST["topic"],
        required=False,
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
        help_text="Choose one in use, or name a new one.",
    )
    tags = forms.CharField(max_length=1000, required=False, help_text="Separated by commas, at most 20.")
    visibility = forms.ChoiceField(
        label="Who may see it", choices=Visibility.choices, widget=forms.RadioSelect, required=False
    )

    def clean_visibility(self) -> str:
        """Refuse a choice that is made twice: nobody could say which one counts."""
        if len(self.data.getlist("visibility")) > 1:  # type: ignore[attr-defined]
            raise forms.ValidationError("Say it once.")
        chosen: str = self.cleaned_data["visibility"]
        return chosen


class UploadForm(WordsForm):
    """A picture and its words; only the picture is needed."""

    photo = forms.FileField(label="Photo", widget=forms.FileInput(attrs={"accept": ACCEPT}))
    field_order = ("photo",)

    def upload(self, actor: User) -> Photo | None:
        """Upload what is in a valid form; None when it was refused, with the reasons at the fields."""
        words: dict[str, Any] = dict(self.cleaned_data)
        words["visibility"] = words["visibility"] or actor.default_visibility
        picture: UploadedFile[bytes] = words.pop("photo")
        try:
            return upload_photo(actor=actor, picture=picture, words=checked(**words))
        except (Invalid, TooLarge) as error:
            refuse(self, error, "photo")
            return None


class EditForm(WordsForm):
    """The words of a photo that is published; an empty field clears."""

    # Which state of the photo the words were made from, so that two windows do not overwrite each other.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def words_of(photo: Photo) -> dict[str, str]:
        """Fill the form with what the photo has now."""
        words = {name: str(getattr(photo, name)) for name in (*LONGEST, "visibility")}
        return words | {"tags": ", ".join(photo.tags), "seen": str(int(photo.updated_at))}

    def save(self, actor: User, photo: Photo) -> Photo | None:
        """Store what is in a valid form; None when it was refused, with the reasons at the fields."""
        words: dict[str, Any] = dict(self.cleaned_data)
        words["visibility"] = words["visibility"] or photo.visibility
        seen = words.pop("seen") or int(photo.updated_at)
        try:
            return edit_photo(actor=actor, photo_id=photo.photo_id, words=checked(**words), seen=seen)
        except (Invalid, Conflict) as error:
            refuse(self, error, NON_FIELD_ERRORS)
            return None


class CommentForm(forms.Form):
    """A comment."""

    text = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": COMMENT_LONGEST, "placeholder": "Write a comment"}),
        strip=False,
    )
