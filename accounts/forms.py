"""The forms of accounts: allauth's sign-up with Lumina's labels, and the settings. Services decide what will do."""

from typing import Any, ClassVar

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context as allauth_context
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest

from accounts import services
from accounts.models import BIO_LONGEST, TOKEN_NAME_LONGEST, TokenScope, User
from accounts.tokens import make_token
from accounts.validators import PASSWORD_LONGEST
from core.errors import Conflict, Invalid, LuminaError

NEVER = "never"
LIFETIMES = (("7", "In 7 days"), ("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year"), (NEVER, "Never"))


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, password, and an e-mail address for those who want to be able to reset the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Say in place what each field is for."""
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Username"
        self.fields["username"].help_text = "3 to 30 letters, digits, dots, dashes or underscores. It never changes."
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = "Only for resetting your password. Nobody sees it."
        self.fields["password1"].help_text = "At least 8 characters, not only digits, not a common one."
        if settings.REGISTRATION_MODE == "invite":
            self._ask_for_invitation()
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        """Refuse a code that lets nobody in; that is told in place of all else, for whoever was not invited."""
        super().clean()
        if "invite" in self.fields:
            try:
                services.check_invitation(self.cleaned_data.get("invite", ""))
            except Invalid as error:
                self.errors.clear()
                refuse(self, error, "invite")
        checked: dict[str, Any] = self.cleaned_data
        return checked

    def _ask_for_invitation(self) -> None:
        """Ask for the code, and fill it in from the link that people are sent."""
        self.fields["invite"] = forms.CharField(
            label="Invitation",
            initial=allauth_context.request.GET.get("invite", ""),
            max_length=services.CODE_LONGEST,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text="The code that you were sent. It works once.",
        )
        self.order_fields(["invite"])


def refuse(form: forms.BaseForm, error: LuminaError, field: str) -> None:
    """Put the reasons of a service at their fields, or at `field` when it names none."""
    for name, messages in (error.fields or {field: [error.message]}).items():
        form.add_error(name if name in form.fields else None, list(messages))


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    # Browsers count a line end as one character and send two, so that the service alone measures.
    bio = forms.CharField(
        label="A few words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": BIO_LONGEST}),
        strip=False,
        help_text=f"At most {BIO_LONGEST} characters. Everyone here can read it.",
    )

    def save(self, actor: User) -> bool:
        """Store a valid form; False when it was refused, with the reasons at the fields."""
        try:
            services.edit_account(actor=actor, bio=self.cleaned_data["bio"])
        except Invalid as error:
            refuse(self, error, "bio")
        return not self.errors


class PictureForm(forms.Form):
    """A new profile picture."""

    photo = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif"}),
        help_text=f"A square from its middle is shown. At most {settings.MAX_UPLOAD_MB} MB.",
    )


class PasswordForm(forms.Form):
    """What asks for the password, because whoever has only the open browser must not do it."""

    password = forms.CharField(
        label="Your password",
        max_length=PASSWORD_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def end_other_sessions(self, request: HttpRequest) -> bool:
        """Do it; False when the password was wrong, with the reason at the field. Raises TooMany after many tries."""
        try:
            services.end_other_sessions(request=request, password=self.cleaned_data["password"])
        except (Invalid, Conflict) as error:
            refuse(self, error, "password")
        return not self.errors


class EmailForm(PasswordForm):
    """Another e-mail address, or none."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="For resetting your password and for what you let us mail you. Nobody sees it.",
    )
    field_order = ("email", "password")

    def save(self, request: HttpRequest, actor: User) -> bool:
        """Store a valid form; False when it was refused, with the reasons at the fields. Raises TooMany."""
        try:
            services.confirm_password(request=request, actor=actor, password=self.cleaned_data["password"])
            services.edit_account(actor=actor, email=self.cleaned_data["email"])
        except (Invalid, Conflict) as error:
            refuse(self, error, "email")
        return not self.errors


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label="Name", max_length=TOKEN_NAME_LONGEST, help_text="What uses it, such as “Backup at home”."
    )
    scope = forms.ChoiceField(
        label="It may", choices=TokenScope.choices, initial=TokenScope.READ, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label="Expires",
        choices=LIFETIMES,
        initial="30",
        coerce=lambda days: None if days == NEVER else int(days),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse choices that are made twice: nobody could say which one counts."""
        for name in ("scope", "days"):
            if len(self.data.getlist(name)) > 1:  # type: ignore[attr-defined]
                self.add_error(name, "Say it once.")
        return self.cleaned_data

    def save(self, actor: User) -> str:
        """Make the token of a valid form and answer its text; nothing when it was refused, with the reasons."""
        try:
            return make_token(actor=actor, **self.cleaned_data)[1]
        except (Invalid, Conflict) as error:
            refuse(self, error, NON_FIELD_ERRORS)
        return ""


class PrivacyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """What new photos begin with, and who may find a person's pages."""

    class Meta:
        """The fields of the person that are asked for."""

        model = User
        fields = ("default_visibility", "search_engines")
        widgets: ClassVar = {"default_visibility": forms.RadioSelect}
        labels: ClassVar = {
            "default_visibility": "Who may see your new photos",
            "search_engines": "Search engines may list my pages",
        }
        help_texts: ClassVar = {
            "default_visibility": "You can choose differently for each photo.",
            "search_engines": "Everything here is for members only. This counts if that ever changes.",
        }

    def clean_default_visibility(self) -> str:
        """Refuse a choice that is made twice: nobody could say which one counts."""
        if len(self.data.getlist("default_visibility")) > 1:  # type: ignore[attr-defined]
            raise forms.ValidationError("Say it once.")
        chosen: str = self.cleaned_data["default_visibility"]
        return chosen

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 -- as Django has it
        """Store these two fields and no others of the person."""
        if commit:
            services.edit_account(actor=self.instance, **self.cleaned_data)
        person: User = self.instance
        return person
