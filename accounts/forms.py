"""The sign-up page's form: allauth's, with Lumina's labels and help."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm


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
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
