"""Who gets what in the administration: every address with the status of every role, and every action of a list.

tests/test_admin_access.py holds it to be true. A new page gets a row in `ROWS`, a new model a line in `MODELS`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.admin_world import OUTSIDE, STAFF

TO_LOGIN = 302
# The roles are a ladder: who is named may do it, and so may those above.
ANYBODY, MODERATOR, ADMINISTRATOR, SUPERUSER = STAFF
NOBODY = "nobody"
LADDER = (*STAFF, NOBODY)


def reaches(role: str, least: str) -> bool:
    """Say whether a role stands as high as this one."""
    return role in LADDER and LADDER.index(role) >= LADDER.index(least)


@dataclass(frozen=True)
class For:
    """From which role on a request is answered with `status`; staff below are answered `refused`."""

    least: str
    status: int = 200
    refused: int = 403

    def answer(self, role: str) -> int:
        """Say what somebody of the staff is answered."""
        return self.status if reaches(role, self.least) else self.refused


@dataclass(frozen=True)
class Row:
    """What an address answers to GET and to an empty POST, when it is about `thing` (a name in `World.ids`).

    Those outside are sent to the login, but for `roles`, who are answered the same whatever they send.
    """

    route: str
    get: For
    post: For
    thing: str = ""
    roles: Mapping[str, int] = field(default_factory=dict)

    def status(self, role: str, method: str) -> int:
        """Read the table."""
        if role in self.roles:
            return self.roles[role]
        return TO_LOGIN if role in OUTSIDE else (self.get if method == "GET" else self.post).answer(role)


@dataclass(frozen=True)
class Model:
    """The pages that Django makes for a model: from which role on each right counts.

    `lists` and `changes`: what an empty POST is answered on the list, and on the page of a thing; `actions`: those of
    the list.
    """

    name: str
    view: str = ADMINISTRATOR
    add: str = NOBODY
    change: str = NOBODY
    delete: str = NOBODY
    actions: Mapping[str, str] = field(default_factory=dict)
    lists: int = 200
    changes: int = 200

    @property
    def address(self) -> str:
        """Answer where its list is."""
        return f"admin/{self.name.replace('.', '/')}/"

    def rows(self) -> Iterator[Row]:
        """List its addresses."""
        pages = {
            "": (For(self.view), For(self.view, self.lists)),
            "add/": (For(self.add), For(self.add)),
            ONE: (For(ANYBODY, 302), For(ANYBODY, 302)),
            f"{ONE}change/": (For(self.view), For(self.change, self.changes)),
            f"{ONE}delete/": (For(self.delete), For(self.delete)),
            f"{ONE}history/": (For(self.view), For(self.view)),
        }
        for page, (get, post) in pages.items():
            yield Row(f"{self.address}{page}", get, post, self.name if ONE in page else "")


ONE = "<path:object_id>/"
RULINGS = dict.fromkeys(("dismiss", "remove", "open_case"), MODERATOR)
VEILED, DELETED = {"mark_sensitive": MODERATOR}, {"delete_selected": ADMINISTRATOR}
# Of what lies in DynamoDB nothing is edited in a form, whoever asks.
ITEMS: Mapping[str, Any] = {"view": MODERATOR, "change": MODERATOR, "lists": 302, "changes": 405}
MODELS = [
    Model("photos.photo", **ITEMS, delete=ADMINISTRATOR, actions=RULINGS | VEILED | DELETED),
    Model("photos.comment", **ITEMS, delete=ADMINISTRATOR, actions=RULINGS | DELETED),
    Model("messaging.message", **ITEMS, actions=dict.fromkeys(("dismiss", "remove"), MODERATOR)),
    Model("activity.event", lists=302),
    Model(
        "moderation.case",
        view=MODERATOR,
        # Every method but GET is refused there, before anybody is asked who they are.
        change=ANYBODY,
        changes=405,
        actions=dict.fromkeys(("dismiss", "remove", "mark_sensitive", "assign_to_me", "assign_to_nobody"), MODERATOR),
    ),
    *(Model(f"moderation.{name}", view=MODERATOR) for name in ("report", "decision", "appeal", "note")),
    Model("moderation.blockedpicture", view=MODERATOR, delete=ADMINISTRATOR, actions=DELETED),
    Model("moderation.rule", view=MODERATOR, add=ADMINISTRATOR, change=ADMINISTRATOR),
    Model(
        "accounts.user",
        add=ADMINISTRATOR,
        change=ADMINISTRATOR,
        delete=SUPERUSER,
        actions={"appoint": ADMINISTRATOR, "dismiss": ADMINISTRATOR, "delete_selected": SUPERUSER},
    ),
    Model("accounts.signup", actions=dict.fromkeys(("approve", "decline"), ADMINISTRATOR)),
    Model(
        "accounts.invitation",
        add=ADMINISTRATOR,
        change=ADMINISTRATOR,
        changes=302,
        actions={"revoke": ADMINISTRATOR},
    ),
    Model("core.killswitch", change=ADMINISTRATOR, changes=302),
    *(Model(name) for name in ("accounts.apitoken", "social.friendrequest", "social.block")),
    Model("auth.group", add=SUPERUSER, change=SUPERUSER, delete=SUPERUSER, actions={"delete_selected": SUPERUSER}),
]
# From which role on the page of an application lists something.
APPLICATIONS = {
    **dict.fromkeys(("photos", "messaging", "moderation"), MODERATOR),
    **dict.fromkeys(("accounts", "activity", "core", "social", "auth"), ADMINISTRATOR),
}
CASE, PERSON, MESSAGE = "admin/moderation/case/", "admin/accounts/user/", "admin/messaging/message/"
# A method that is refused before anybody is asked who they are, and what is there for nobody.
NOWAY, NOTHING = For(NOBODY, refused=405), For(NOBODY, refused=404)


def _of_people(role: str, least: str) -> Iterator[Row]:
    """List the pages of somebody of the staff, whom only some may change."""
    thing = f"accounts.user of {role}"
    yield Row(f"{PERSON}{ONE}change/", For(ADMINISTRATOR), For(least), thing)
    yield Row(f"{PERSON}<id>/password/", For(least), For(least), thing)
    yield Row(f"{PERSON}{ONE}delete/", For(SUPERUSER), For(SUPERUSER), thing)


def _posted(page: str, thing: str, least: str, status: int) -> Row:
    """Make the row of an address of the queue that takes nothing but POST."""
    return Row(f"{CASE}{page}", NOWAY, For(least, status), thing)


def _of_application(name: str, least: str) -> Row:
    """Make the row of the page that lists the models of an application."""
    seen = For(least, refused=404)
    return Row("admin/<app_label>/", seen, seen, name)


ROWS = [
    *(row for model in MODELS for row in model.rows()),
    *(_of_application(name, least) for name, least in APPLICATIONS.items()),
    Row("admin/", For(ANYBODY), For(ANYBODY)),
    # Nobody comes in by Django's own door, and who is in is sent to the front.
    Row("admin/login/", For(ANYBODY, 302), For(ANYBODY), roles={"member": 403, "dismissed": 403}),
    Row("admin/logout/", NOWAY, For(ANYBODY, 302)),
    Row("admin/password_change/", For(ANYBODY), For(ANYBODY)),
    *(Row(f"admin/{page}/", For(ANYBODY), NOWAY) for page in ("password_change/done", "jsi18n")),
    # No form has use for it.
    Row("admin/autocomplete/", For(NOBODY), NOWAY),
    Row("admin/r/<path:content_type_id>/<path:object_id>/", For(ANYBODY, 302), For(ANYBODY, 302), "link of a person"),
    Row("admin/r/<path:content_type_id>/<path:object_id>/", NOTHING, NOTHING, "link of a message"),
    Row("admin/(?P<url>.*)$", NOTHING, NOTHING),
    # A message that nobody reported is not there.
    Row(f"{MESSAGE}{ONE}change/", For(MODERATOR, 302), For(MODERATOR, 405), "messaging.message unreported"),
    Row(f"{MESSAGE}{ONE}history/", For(MODERATOR, 302), For(MODERATOR, 302), "messaging.message unreported"),
    Row(f"{PERSON}<id>/password/", For(ADMINISTRATOR), For(ADMINISTRATOR), "accounts.user"),
    # Themselves they may change; whoever else works here is changed by superusers.
    *_of_people("administrator", ADMINISTRATOR),
    *(row for role in ("clerk", "moderator", "superuser") for row in _of_people(role, SUPERUSER)),
    *(
        Row(f"{CASE}{ONE}change/", For(MODERATOR), For(ANYBODY, 405), f"moderation.case {name}")
        for name in ("comment", "message", "user", "superuser")
    ),
    # Who reports something of theirs, moderators do not read.
    Row(f"{CASE}{ONE}change/", For(ADMINISTRATOR), For(ANYBODY, 405), "moderation.case moderator"),
    Row(f"{CASE}next/", For(MODERATOR, 302), NOWAY),
    _posted("<int:case_id>/assign/", "moderation.case", MODERATOR, 302),
    _posted("<int:case_id>/note/", "moderation.case", MODERATOR, 400),
    _posted("<int:case_id>/decide/", "moderation.case", MODERATOR, 400),
    _posted("decision/<int:decision_id>/undo/", "moderation.decision", MODERATOR, 302),
    _posted("appeal/<int:appeal_id>/keep/", "moderation.appeal", MODERATOR, 302),
    # About what is their own moderators say nothing.
    _posted("<int:case_id>/decide/", "moderation.case moderator", ADMINISTRATOR, 400),
    _posted("decision/<int:decision_id>/undo/", "moderation.decision own", ADMINISTRATOR, 302),
    _posted("appeal/<int:appeal_id>/keep/", "moderation.appeal own", ADMINISTRATOR, 302),
]
