"""Bodies that somebody may send to the administration by hand: every field, every action, every inline at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, Permission

from moderation.models import Decision
from tests.admin_access import MODELS, Model, reaches
from tests.admin_world import World

NEW_PASSWORD = "a quite different sentence"
# Names that no page has ever asked these roles for, in forms that have some of the others.
RIGHTS = {"is_staff": "on", "is_superuser": "on", "is_active": "on"}
WORDS = {
    "username": "forged",
    "username_key": "forged",
    "email": "forged@forged.example",
    "bio": "Forged",
    "password": "forged",
    "password1": NEW_PASSWORD,
    "password2": NEW_PASSWORD,
    "usable_password": "true",
    "state": "decided",
    "target_type": "user",
    "target_id": "1",
    "place": "1:2",
    "excerpt": "Forged",
    "held": "on",
    "rule": "spam",
    "reason": "spam",
    "message": "Forged",
    "note": "Forged",
    "text": "Forged",
    "outcome": "upheld",
    "person": "1",
    "actor": "1",
    "author": "1",
    "reporter": "1",
    "case": "1",
    "decision": "1",
    "undoes": "1",
    "assignee": "me",
    "made_by": "1",
    "used_by": "1",
    "by": "1",
    "blocker": "1",
    "status": "accepted",
    "code": "forged",
    "title": "Forged",
    "explanation": "Forged",
    "position": "1",
    "in_use": "on",
    "name": "Forged",
    "is_stopped": "on",
    "scope": "write",
    "digest": "f" * 64,
    "sha256": "f" * 64,
    "is_limited": "on",
    "visibility": "everyone",
    "default_visibility": "everyone",
    "caption": "Forged",
    "sensitive": "Forged",
    "removed": "on",
    "likes": "999",
    "until": "2031-01-01",
    "block_again": "on",
    **{f"{name}_at{part}": "2031-01-01" for name in ("created", "opened", "decided", "revoked") for part in ("", "_0")},
    **{
        f"{name}_{part}": at
        for name in ("created_at", "expires_at")
        for part, at in (("0", "2031-01-01"), ("1", "12:00"))
    },
}
# What a page says to save, to delete, and to go on with what it asked.
SAVES = {"_save": "Save", "post": "yes", "confirmed": "yes", "apply": "1", "index": "0", "action": "remove"}
# The rows that belong to others, as Django names them in forms within forms, and those of a list.
PREFIXES = ("form", "reports", "notes", "decisions", "appeal", "blocked_pictures", "api_tokens", "groups")
IN_ROWS = {"is_superuser": "on", "username": "forged", "text": "Forged", "state": "decided", "DELETE": "on"}
EVERY_ACTION = sorted({name for model in MODELS for name in model.actions} | {"close_account", "make_superuser"})


def inlines(row_id: str) -> dict[str, Any]:
    """Send a row of each kind along that is changed and deleted at once."""
    sent: dict[str, Any] = {}
    for prefix in PREFIXES:
        counts = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
        sent |= {f"{prefix}-{name}": count for name, count in counts.items()}
        sent |= {f"{prefix}-0-{name}": value for name, value in {**IN_ROWS, "id": row_id}.items()}
    return sent


def everything(world: World, thing: str) -> dict[str, Any]:
    """Send whatever any form of the administration has, as it would be right for this thing."""
    row_id = world.ids.get(thing, "1")
    newest = Decision.objects.filter(case_id=row_id).last() if thing.startswith("moderation.case") else None
    permissions = list(
        Permission.objects.filter(content_type__app_label__in=("accounts", "auth")).values_list("pk", flat=True)[:20]
    )
    return {
        **RIGHTS,
        "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": permissions,
        "permissions": permissions,
        **WORDS,
        **SAVES,
        **inlines(row_id),
        "_selected_action": [row_id],
        "seen": [f"{row_id}:{newest.pk if newest else 0}", newest.pk if newest else 0],
    }


def ticked(ids: Iterable[str], action: str, **more: str) -> dict[str, Any]:
    """Tick rows of a list and send an action with all that its pages would ask."""
    chosen = list(ids)
    seen = [f"{one}:{newest.pk if (newest := _newest(one)) else 0}" for one in chosen]
    return {
        **WORDS,
        "_selected_action": chosen,
        **SAVES,
        "seen": seen,
        "select_across": "0",
        **more,
        "action": action,
    } | {"_save": []}


def _newest(case_id: str) -> Decision | None:
    found: Decision | None = Decision.objects.filter(case_id=case_id).last() if case_id.isdigit() else None
    return found


def forged_actions(world: World, role: str) -> Iterator[tuple[Model, dict[str, Any]]]:
    """Send to each list every action that this role is not offered there, and its own for what is not there."""
    ids = {model.name: [found for name, found in world.ids.items() if name.startswith(model.name)] for model in MODELS}
    every_id = sorted({found for some in ids.values() for found in some})
    for model in MODELS:
        for action in EVERY_ACTION:
            if reaches(role, model.actions.get(action, "nobody")):
                # Of another kind, or of none.
                strange = [found for found in every_id if found not in ids[model.name] and not found.isdigit()]
                yield model, ticked([*strange, "999999", quote("9:9:9")], action)
                continue
            yield model, ticked(ids[model.name], action)
            if action in {"remove", "delete_selected", "appoint"}:
                yield model, ticked(["999999"], action, select_across="1")
