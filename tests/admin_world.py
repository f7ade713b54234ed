"""What the tests of the administration's doors look at: one thing of each kind, everybody who may come, and the stores.

Whatever nobody may read without a right has a word of its own in `SECRETS`.
"""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client

from accounts.models import ApiToken, SignUp, User
from accounts.services import make_invitation
from accounts.tokens import make_token
from activity.models import Event, events_of
from core.dynamo import every_item, tables
from core.ids import UserId
from core.models import KillSwitch
from messaging import records
from messaging.services import send_message
from moderation.groups import ADMINISTRATORS, MODERATORS
from moderation.models import BlockedPicture, Case, Report, Rule
from moderation.services import Ruling, add_note, appeal, decide, report
from photos.services import add_comment
from photos.tests.seeing import plant
from social.models import FriendRequest
from social.services import block, request_friendship
from tests.cast import PASSWORD, befriended

MAIL = "@mailword.example"
# What begins the text of a message that nobody reported, to search for, and what ends it.
BEGINNING, UNREPORTED = "neverreported", "unreportedword"
REPORTER = "reporterword"
SECRETS = (
    *(MAIL, UNREPORTED, REPORTER, "captionword", "commentword", "messageword", "biography", "noteword", "innerword"),
    *("reportword", "appealword", "invitationword", "tokenword", "abababab"),
)
# None of these comes past the door; the last two carry rights that count no more.
OUTSIDE = ("visitor", "member", "dismissed", "deactivated")
STAFF = ("clerk", "moderator", "administrator", "superuser")
ROLES = (*OUTSIDE, *STAFF)
GROUPS = {"moderator": MODERATORS, "administrator": ADMINISTRATORS, "dismissed": ADMINISTRATORS}
GROUPS |= {"deactivated": ADMINISTRATORS}


@dataclass(frozen=True)
class World:
    """People by their role, and ids by what they are the ids of, which is how tests/admin_access.py names them."""

    people: Mapping[str, User]
    ids: Mapping[str, str]

    def browser(self, role: str, **more: Any) -> Client:
        """Open the browser of somebody in this role."""
        client = Client(**more)
        if role != "visitor":
            client.force_login(self.people[role])
        if role == "deactivated":
            User.objects.filter(pk=self.people[role].pk).update(is_active=False)
        return client

    def path(self, route: str, thing: str) -> str:
        """Fill the place, or places, of a route with the id of a thing."""
        return "/" + re.sub("<.*>", self.ids[thing], route) if thing else f"/{route}"


def make_world() -> World:
    """Have people live, report and be judged, so that every page of the administration has something to show."""
    people = {role: _somebody(role) for role in ROLES if role != "visitor"}
    ids = {f"accounts.user of {role}": str(somebody.pk) for role, somebody in people.items()}
    owner, reporter = _member("owner", bio="biography"), _member(REPORTER)
    befriended(owner, reporter)
    ids |= _things(owner, reporter, _member("asking"))
    ids |= _cases(people, reporter, ids)
    ids |= _records(people["administrator"], reporter)
    ids |= _links(ids)
    return World(people, ids)


def _member(username: str, **fields: Any) -> User:
    return User.objects.create_user(username, f"{username}{MAIL}", PASSWORD, **fields)


def _somebody(role: str) -> User:
    user = _member(f"the_{role}", is_staff=role in {"deactivated", *STAFF}, is_superuser=role == "superuser")
    user.groups.set(Group.objects.filter(name=GROUPS.get(role)))
    return user


def _things(owner: User, reporter: User, asking: User) -> dict[str, str]:
    """Make what people make: photos, a comment, messages, requests, a token, a sign-up."""
    photo = plant(owner, visibility="friends", title="captionword", caption="captionword", description="captionword")
    comment = add_comment(actor=reporter, photo_id=photo.photo_id, text="commentword")
    low, high = sorted((owner.pk, reporter.pk))
    reported, other = (
        send_message(actor=owner, to_user_id=reporter.pk, text=text)
        for text in ("messageword", f"{BEGINNING} {UNREPORTED}")
    )
    request_friendship(actor=asking, username=owner.username)
    block(actor=reporter, user_id=asking.pk)
    make_token(actor=owner, name="tokenword", scope="read", days=None)
    waiting = _member("waiting", is_active=False, awaits_approval=True)
    return {
        "accounts.user": str(owner.pk),
        "accounts.signup": str(SignUp.objects.get(pk=waiting.pk).pk),
        "accounts.apitoken": str(ApiToken.objects.get().pk),
        "activity.event": _event_of(owner),
        "photos.photo": photo.photo_id,
        "photos.comment": f"{photo.photo_id}:{comment.comment_id}",
        "messaging.message": f"{low}:{high}:{reported.message_id}",
        "messaging.message unreported": f"{low}:{high}:{other.message_id}",
        "social.friendrequest": str(FriendRequest.objects.get(requester=asking).pk),
        "social.block": str(reporter.blocks_made.get().pk),
    }


def _event_of(user: User) -> str:
    # The newest that was noted; there is one, because a photo was published.
    partition = events_of(UserId(user.pk))
    return next(iter(every_item(Event, partition, at_a_time=1))).event_id


def _cases(people: Mapping[str, User], reporter: User, ids: Mapping[str, str]) -> dict[str, str]:
    """Have things reported, and one of them judged, noted and appealed; some are the moderators' own."""
    moderator, mine = people["moderator"], plant(people["moderator"]).photo_id
    photo = _reported(reporter, "photo", ids["photos.photo"])
    add_note(actor=moderator, case_id=photo.pk, text="noteword")
    ruling = Ruling("remove", rule="nudity", note="innerword", message="Please look at the rule again.")
    made = decide(actor=people["superuser"], case_id=photo.pk, ruling=ruling)
    of_own = decide(
        actor=people["superuser"], case_id=_reported(reporter, "photo", mine).pk, ruling=Ruling("remove", rule="spam")
    )
    owner = User.objects.get(pk=ids["accounts.user"])
    message = f"{owner.pk}:{ids['messaging.message'].split(':')[-1]}"
    cases = {
        "photo": photo,
        "comment": _reported(owner, "comment", ids["photos.comment"]),
        "message": _reported(reporter, "message", message),
        "user": _reported(reporter, "user", str(owner.pk)),
        **{role: _reported(reporter, "user", str(people[role].pk)) for role in STAFF},
    }
    return {
        **{f"moderation.case {name}": str(case.pk) for name, case in cases.items()},
        "moderation.case": str(photo.pk),
        "photos.photo own": mine,
        "moderation.report": str(Report.objects.get(case=photo).pk),
        "moderation.decision": str(made.pk),
        "moderation.decision own": str(of_own.pk),
        "moderation.note": str(photo.notes.get().pk),
        "moderation.appeal": str(appeal(decision=made, text="appealword").pk),
        "moderation.appeal own": str(appeal(decision=of_own, text="appealword").pk),
    }


def _reported(reporter: User, target_type: str, target_id: str) -> Case:
    return report(actor=reporter, target_type=target_type, target_id=target_id, reason="spam", text="reportword").case


def _records(actor: User, reporter: User) -> dict[str, str]:
    """Make what staff keep: a blocked picture, an invitation, an entry of the log."""
    picture = BlockedPicture.objects.create(sha256="ab" * 32, added_by=actor, case=Case.objects.first())
    invitation, _ = make_invitation(actor=actor, note="invitationword")
    entry = LogEntry.objects.log_actions(actor.pk, [reporter], CHANGE, "noteword", single_object=True)
    return {
        "moderation.blockedpicture": str(picture.pk),
        "moderation.rule": str(Rule.objects.order_by("pk")[0].pk),
        "accounts.invitation": str(invitation.pk),
        "core.killswitch": str(KillSwitch.objects.order_by("pk")[0].pk),
        "auth.group": str(Group.objects.get(name=MODERATORS).pk),
        "admin.logentry": str(entry.pk),
    }


def _links(ids: Mapping[str, str]) -> dict[str, str]:
    """Say what Django's own "view on site" is asked for, and the names of the applications."""
    kinds = {kind: ContentType.objects.get_for_model(kind).pk for kind in (User, records.Message)}
    return {
        **{name: name for name in apps.app_configs},
        "link of a person": f"{kinds[User]}/{ids['accounts.user']}",
        "link of a message": f"{kinds[records.Message]}/{ids['messaging.message']}",
    }


# A session, the log of the administration and the time of a login may change by looking alone.
PASSING = {"django_session", "django_admin_log"}


def stored() -> dict[str, list[str]]:
    """Read every row of every table of both stores, but what looking changes."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in PASSING:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names of our own tables
                names = [column[0] for column in cursor.description]
                rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
                found[table] = sorted(repr(row | {"last_login": None}) for row in rows)
    for model in tables():
        found[model.Meta.table_name] = sorted(repr(item.serialize()) for item in model.scan())
    return found


def undone_afterwards() -> contextlib.AbstractContextManager[None]:
    """Take back what a block does to the database, so that the next one meets the same."""

    @contextlib.contextmanager
    def block() -> Any:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block()
