"""The two groups of those who keep the site in order, each with the least rights that its work needs.

They are made once, after `manage.py migrate`; what an operator changes about them afterwards stays.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from moderation.models import Rule
from moderation.rules import FIRST_RULES

MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"

# Neither e-mail addresses nor passwords nor messages that nobody reported are theirs to see.
OF_MODERATORS = frozenset(
    {
        *("moderation.view_case", "moderation.change_case", "moderation.view_report", "moderation.view_rule"),
        *("moderation.view_decision", "moderation.add_decision", "moderation.suspend_person"),
        *("moderation.view_note", "moderation.add_note", "moderation.view_appeal", "moderation.view_blockedpicture"),
        *("photos.view_photo", "photos.change_photo", "photos.view_comment", "photos.change_comment"),
        *("messaging.view_message", "messaging.change_message"),
    }
)
OF_ADMINISTRATORS = OF_MODERATORS | {
    *("moderation.close_account", "moderation.add_rule", "moderation.change_rule", "moderation.delete_blockedpicture"),
    *("photos.delete_photo", "photos.delete_comment"),
    *("accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.appoint_moderator"),
    *("accounts.view_signup", "accounts.change_signup", "accounts.view_apitoken"),
    *("accounts.view_invitation", "accounts.add_invitation", "accounts.change_invitation"),
    *("core.view_killswitch", "core.change_killswitch"),
    *("social.view_friendrequest", "social.view_block", "activity.view_event"),
    *("auth.view_group", "admin.view_logentry"),
}
GROUPS = {MODERATORS: OF_MODERATORS, ADMINISTRATORS: OF_ADMINISTRATORS}


def make_groups(sender: AppConfig, **_: Any) -> None:  # noqa: ANN401, ARG001 -- what post_migrate carries
    """Make the groups that are missing, and the first rules where there are none."""
    for position, (code, title, explanation) in enumerate(() if Rule.objects.exists() else FIRST_RULES, start=1):
        Rule.objects.create(code=code, title=title, explanation=explanation, position=10 * position)
    missing = set(GROUPS) - set(Group.objects.filter(name__in=GROUPS).values_list("name", flat=True))
    for name in sorted(missing):
        group = Group.objects.create(name=name)
        group.permissions.set(_permissions(GROUPS[name]))


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Find permissions by their names, making first what Django would make a moment later."""
    wanted = Q()
    for name in names:
        label, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    for label in sorted({name.partition(".")[0] for name in names}):
        create_permissions(apps.get_app_config(label), verbosity=0)
    return list(Permission.objects.filter(wanted))
