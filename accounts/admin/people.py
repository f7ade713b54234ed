"""People in the Django admin, and their API tokens to be read."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest

from accounts import services
from accounts.models import ApiToken, User
from core.admin import ReadOnlyAdmin

# Django's own door to the administration counts no wrong passwords; everybody takes the one that does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# An address stands with its person; allauth's own table only serves its pages.
admin.site.unregister(EmailAddress)


class PersonCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]  # not generic when it runs
    """Django's form for a new person, for our own model."""

    class Meta:
        """The fields that a new person needs."""

        model = User
        fields = ("username", "email")


class PersonChangeForm(UserChangeForm):  # type: ignore[type-arg]
    """Django's form for a person, for our own model."""

    class Meta:
        """All that the page shows."""

        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """List, search and edit people; a name never changes once it is given."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("username", "email", "is_active", "is_staff", "created_at", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "created_at")
    search_fields = ("username", "email")
    ordering = ("-id",)
    date_hierarchy = "created_at"
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Profile", {"fields": ("email", "bio", "default_visibility", "search_engines")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "email", "usable_password", "password1", "password2")}),
    )

    def get_readonly_fields(self, request: object, obj: User | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Lock the user name of a person who exists."""
        return (*self.readonly_fields, "username") if obj else tuple(self.readonly_fields)

    def save_model(self, request: HttpRequest, obj: User, form: object, change: bool) -> None:  # noqa: FBT001
        """Store, and forget the address that was there before."""
        super().save_model(request, obj, form, change)
        services.forget_other_addresses(user_id=obj.pk, email=obj.email)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Whose programs may call the API; what a token is stored as is shown to nobody."""

    list_display = ("user", "name", "scope", "start", "created_at", "expires_at", "last_used_at")
    list_filter = ("scope", "created_at", "expires_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "name", "start")
    date_hierarchy = "created_at"
    fields = ("user", "name", "scope", "start", "created_at", "expires_at", "last_used_at")
