"""Sign-ups that wait for a moderator, where REGISTRATION_MODE is approval."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts import services
from accounts.admin.confirming import Asking, ask_then_do
from accounts.admin.filters import asks_for_a_secret
from accounts.models import SignUp

APPROVING = Asking(
    action="approve",
    title="Approve sign-ups",
    question="These people will be members. Who gave an address is told by mail.",
    button="Yes, approve them",
    done="Approved:",
)
DECLINING = Asking(
    action="decline",
    title="Decline sign-ups",
    question="These accounts will be removed for good, and their names are free again. Nobody is told.",
    button="Yes, decline them",
    done="Declined:",
)


@admin.register(SignUp)
class SignUpAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Who waits, the longest first, to be approved or declined."""

    list_display = ("username", "address", "created_at")
    search_fields = ("username", "email")
    date_hierarchy = "created_at"
    ordering = ("id",)
    fields = readonly_fields = ("username", "address", "created_at")
    actions = ("approve", "decline")

    @admin.display(description="e-mail address", empty_value="none given", ordering="email")
    def address(self, person: SignUp) -> str | None:
        """Answer the address that the person gave, if any."""
        return person.real_email or None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[SignUp]":
        """Select who waits."""
        people: QuerySet[SignUp] = super().get_queryset(request)
        return people.filter(awaits_approval=True)

    @admin.action(description="Approve the chosen people", permissions=["change"])
    def approve(self, request: HttpRequest, chosen: "QuerySet[SignUp]") -> HttpResponse | None:
        """Make them members."""

        def do(person: SignUp) -> bool:
            if not services.approve_sign_up(user_id=person.pk):
                return False
            self.log_change(request, person, "Approved.")
            return True

        return ask_then_do(self, request, chosen, APPROVING, do)

    @admin.action(description="Decline the chosen people", permissions=["change"])
    def decline(self, request: HttpRequest, chosen: "QuerySet[SignUp]") -> HttpResponse | None:
        """Remove their accounts."""

        def do(person: SignUp) -> bool:
            if not services.decline_sign_up(user_id=person.pk):
                return False
            self.log_deletions(request, [person])  # type: ignore[arg-type]  # it reads each and no more
            return True

        return ask_then_do(self, request, chosen, DECLINING, do)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to people."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignUp | None = None) -> bool:
        """Let those with the right decide in the list; what people have said of themselves stays as it is."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: SignUp | None = None) -> bool:  # noqa: ARG002
        """Declining is what removes somebody."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to list by what nobody may read."""
        return not asks_for_a_secret(lookup) and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
