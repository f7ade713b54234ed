"""People in the Django admin: accounts, sign-ups that wait, invitations, API tokens."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin

from accounts.admin.groups import GroupAdmin
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.people import PersonAdmin
from accounts.admin.sign_ups import SignUpAdmin
from accounts.admin.tokens import ApiTokenAdmin

__all__ = ["ApiTokenAdmin", "GroupAdmin", "InvitationAdmin", "PersonAdmin", "SignUpAdmin"]

# Django's own door to the administration counts no wrong passwords; everybody takes the one that does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# An address stands with its person; allauth's own table only serves its pages.
admin.site.unregister(EmailAddress)
