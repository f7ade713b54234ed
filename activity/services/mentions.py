"""Finding `@name` in what people write."""

import re

from accounts.models import User
from accounts.validators import NAME_LONGEST, NAME_SHORTEST
from social.queries import visible_people

# So many of a text are told.
MOST = 20
# Not within an e-mail address or a longer word.
MENTION = re.compile(rf"(?<![\w.@-])@([A-Za-z0-9_.-]{{{NAME_SHORTEST},{NAME_LONGEST}}})(?![\w@-])")


def mentioned(*, actor: User, text: str) -> list[int]:
    """Find the ids of the first twenty who are mentioned and are there for the actor, in one SQL query.

    A name may end with a dot, but a sentence more often does: the dot counts only where it makes a name.
    """
    spelled = list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))[:MOST]
    if not spelled:
        return []
    wanted = {*spelled, *(name.rstrip(".-") for name in spelled)}
    rows = visible_people(actor).filter(username_key__in=wanted).order_by()
    found = {str(key): int(user_id) for key, user_id in rows.values_list("username_key", "pk")}
    ids = (found.get(name) or found.get(name.rstrip(".-")) for name in spelled)
    return list(dict.fromkeys(user_id for user_id in ids if user_id))
