"""Who gets what: every address with the statuses of every role, in one table. tests/test_access.py holds it to be true.

A new address gets a row in ROWS, a new role a line in ROLES, a new way of hiding a photo one in `Photos`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

TO_LOGIN = 302
NOBODY = ("visitor", "deactivated", "ended")
# Neither sees the other: for them the owner is not there, nor anything that is the owner's.
PARTED = ("blocked", "blocker")
# "token" is a stranger's program: to the API it is that person, to pages it is nobody.
STRANGERS = ("stranger", "pending", "former", "staff", "moderator", "token")
ROLES = (*NOBODY, "owner", "friend", *STRANGERS, *PARTED)


@dataclass(frozen=True)
class Rule:
    """The statuses of one address.

    `nobody`: visitors, people who were deactivated, and sessions that have ended; `owner`: whose photo or page it is;
    `others`: members who may see what is asked for, or all members where nothing of anybody is; `hidden`: members who
    may not; `missing`: everybody, where nothing is; `roles`: what is different for one role about the owner.
    """

    nobody: int
    owner: int
    others: int
    hidden: int = 404
    missing: int = 404
    roles: Mapping[str, int] = field(default_factory=dict)


def members(status: int, *, nobody: int = TO_LOGIN) -> Rule:
    """Make the rule of an address that names nothing of anybody and treats all members alike."""
    return Rule(nobody, status, status, hidden=status, missing=status)


def everybody(status: int) -> Rule:
    """Make the rule of an address that treats all alike, whatever it names."""
    return Rule(status, status, status, hidden=status, missing=status)


def friends_only(status: int, *, nobody: int = TO_LOGIN, owner: int = 404) -> Rule:
    """Make the rule of what is between friends alone."""
    return Rule(nobody, owner, 404, roles={"friend": status})


# Ways to ask for a photo by its words, which are found in no photo but the hidden one.
HIDDEN_BY = ("q=hiddentitle", "tag=hiddentags", "topic=hiddentopic", "title=hiddentitle")
SETTINGS = ("", "account/", "security/", "privacy/", "notifications/", "tokens/", "activity/", "reports/")
PAGES: list[tuple[str, str, Rule]] = [
    ("GET", "", everybody(200)),
    *(("GET", f"{page}/", members(200)) for page in ("explore", "trending", "search", "saved", "liked", "upload")),
    ("GET", "tags/<path:tag>/", members(200)),
    ("GET", "topics/<path:topic>/", members(200)),
    ("GET", "u/<str:username>/", Rule(TO_LOGIN, 200, 200)),
    ("POST", "upload/", members(400)),
    ("GET", "p/<str:photo_id>/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "p/<str:photo_id>/live/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "p/<str:photo_id>/delete/", Rule(TO_LOGIN, 200, 403)),
    ("POST", "p/<str:photo_id>/delete/", Rule(TO_LOGIN, 302, 403)),
    ("GET", "p/<str:photo_id>/edit/", Rule(TO_LOGIN, 200, 403)),
    ("POST", "p/<str:photo_id>/edit/", Rule(TO_LOGIN, 302, 403)),
    ("POST", "p/<str:photo_id>/like/", Rule(TO_LOGIN, 302, 302)),
    ("POST", "p/<str:photo_id>/save/", Rule(TO_LOGIN, 302, 302)),
    ("GET", "p/<str:photo_id>/likes/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "p/<str:photo_id>/comments/", Rule(TO_LOGIN, 200, 200)),
    ("POST", "p/<str:photo_id>/comments/", Rule(TO_LOGIN, 302, 302)),
    ("GET", "p/<str:photo_id>/comments/<str:comment_id>/delete/", Rule(TO_LOGIN, 404, 404)),
    ("POST", "p/<str:photo_id>/comments/<str:comment_id>/delete/", Rule(TO_LOGIN, 404, 404)),
    ("GET", "friends/", members(200)),
    ("POST", "friends/ask/", members(404)),
    ("GET", "friends/<int:user_id>/", Rule(TO_LOGIN, 302, 302)),
    ("POST", "friends/<int:user_id>/", members(400)),
    ("GET", "messages/", members(200)),
    ("GET", "messages/<str:username>/", friends_only(200)),
    ("POST", "messages/<str:username>/", friends_only(302)),
    ("POST", "messages/<str:username>/read/", friends_only(204)),
    ("GET", "messages/<str:username>/hide/", friends_only(200)),
    # There is nothing between them to be hidden yet.
    ("POST", "messages/<str:username>/hide/", friends_only(404)),
    ("GET", "messages/<str:username>/<str:message_id>/delete/", friends_only(404)),
    ("POST", "messages/<str:username>/<str:message_id>/delete/", friends_only(404)),
    ("GET", "messages/share/<str:photo_id>/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "notifications/", members(200)),
    ("POST", "notifications/read/", members(302)),
    ("GET", "badges/", members(200)),
    ("GET", "unsubscribe/<str:token>/", everybody(404)),
    ("POST", "unsubscribe/<str:token>/", everybody(404)),
    ("GET", "live/", members(200, nobody=401)),
    *(("GET", f"settings/{page}", members(200)) for page in SETTINGS),
    ("POST", "settings/picture/", members(400)),
    ("POST", "settings/tokens/", members(400)),
    ("GET", "settings/tokens/<int:token_id>/revoke/", members(404)),
    ("POST", "settings/tokens/<int:token_id>/revoke/", members(404)),
    ("GET", "settings/decisions/<int:decision_id>/", members(404)),
    ("POST", "settings/decisions/<int:decision_id>/", members(404)),
    ("GET", "decisions/<str:token>/", everybody(404)),
    ("POST", "decisions/<str:token>/", everybody(404)),
    ("GET", "report/<str:target_type>/<str:target_id>/", members(404)),
    ("POST", "report/<str:target_type>/<str:target_id>/", members(404)),
    ("GET", "report/photo/<photo_id>/", Rule(TO_LOGIN, 400, 200)),
    ("POST", "report/photo/<photo_id>/", Rule(TO_LOGIN, 400, 302)),
    ("GET", "report/user/<user_id>/", Rule(TO_LOGIN, 400, 200)),
    ("POST", "report/user/<user_id>/", Rule(TO_LOGIN, 400, 302)),
    ("GET", "accounts/signup/", members(302, nobody=200)),
    ("GET", "accounts/login/", members(302, nobody=200)),
    ("GET", "accounts/logout/", members(200)),
    ("POST", "accounts/logout/", everybody(302)),
    ("GET", "accounts/waiting/", everybody(200)),
    ("GET", "accounts/inactive/", everybody(200)),
    ("GET", "accounts/password/change/", members(200)),
    ("POST", "accounts/password/change/", members(200)),
    ("GET", "accounts/password/set/", everybody(302)),
    ("GET", "accounts/password/reset/", everybody(200)),
    ("GET", "accounts/password/reset/done/", everybody(200)),
    ("GET", "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", everybody(200)),
    ("GET", "accounts/password/reset/key/done/", everybody(200)),
    # Without a ticket nobody sends anything, not even the owner; and nothing is ever shown there.
    ("POST", "incoming/<str:photo_id>/", everybody(403)),
    # Without a signature there are no bytes, not even for the owner.
    ("GET", "media/<path:name>", everybody(404)),
    *(("GET", page, everybody(200)) for page in ("healthz", "health", "readyz")),
]
API: list[tuple[str, str, Rule]] = [
    ("POST", "auth/signup", everybody(400)),
    ("POST", "auth/login", everybody(400)),
    ("POST", "auth/logout", everybody(204)),
    ("GET", "auth/me", members(200, nobody=401)),
    ("PATCH", "auth/me", members(200, nobody=401)),
    ("GET", "users/lookup", members(400, nobody=401)),
    ("GET", "users/lookup?username=<username>", Rule(401, 200, 200)),
    ("GET", "users/search", members(200, nobody=401)),
    ("POST", "users/profile-picture", members(400, nobody=401)),
    ("DELETE", "users/profile-picture", members(204, nobody=401)),
    ("GET", "users/<int:user_id>/profile-picture/<size>", Rule(401, 302, 302)),
    ("GET", "friends", members(200, nobody=401)),
    ("GET", "friends/list", members(200, nobody=401)),
    ("POST", "friends/request", members(404, nobody=401)),
    ("GET", "friends/requests", members(200, nobody=401)),
    ("POST", "friends/respond", members(400, nobody=401)),
    ("DELETE", "friends/requests/<int:request_id>", members(404, nobody=401)),
    ("DELETE", "friends/<int:user_id>", friends_only(204, nobody=401)),
    ("GET", "blocks", members(200, nobody=401)),
    ("PUT", "blocks/<int:user_id>", Rule(401, 400, 204, roles={"blocker": 204})),
    ("DELETE", "blocks/<int:user_id>", Rule(401, 404, 404, roles={"blocker": 204})),
    ("GET", "messages", members(400, nobody=401)),
    ("GET", "messages?user_id=<user_id>", friends_only(200, nobody=401)),
    ("POST", "messages", members(400, nobody=401)),
    ("DELETE", "messages/<user_id>/<message_id>", friends_only(404, nobody=401)),
    ("GET", "conversations", members(200, nobody=401)),
    ("POST", "conversations/<user_id>/read", friends_only(204, nobody=401)),
    ("DELETE", "conversations/<user_id>", friends_only(404, nobody=401)),
    ("GET", "notifications", members(200, nobody=401)),
    ("POST", "notifications/read", members(204, nobody=401)),
    ("GET", "photos", members(200, nobody=401)),
    ("GET", "photos?user=<username>", Rule(401, 200, 200)),
    *(("GET", f"photos?scope=all&{asked}", members(200, nobody=401)) for asked in HIDDEN_BY),
    ("POST", "photos", members(400, nobody=401)),
    ("GET", "photos/<photo_id>", Rule(401, 200, 200)),
    ("DELETE", "photos/<photo_id>", Rule(401, 204, 403)),
    ("GET", "photos/<photo_id>/image/<size>", Rule(401, 302, 302)),
    ("GET", "photos/<photo_id>/image/original", Rule(401, 302, 404)),
    ("GET", "photos/<photo_id>/image/nonsense", Rule(401, 400, 400)),
    ("PATCH", "photos/<photo_id>", Rule(401, 200, 403)),
    ("POST", "photos/<photo_id>/like", Rule(401, 200, 200)),
    ("DELETE", "photos/<photo_id>/like", Rule(401, 200, 200)),
    ("GET", "photos/<photo_id>/likes", Rule(401, 200, 200)),
    ("PUT", "photos/<photo_id>/save", Rule(401, 204, 204)),
    ("DELETE", "photos/<photo_id>/save", Rule(401, 204, 204)),
    ("GET", "photos/<photo_id>/comments", Rule(401, 200, 200)),
    ("POST", "photos/<photo_id>/comments", Rule(401, 201, 201)),
    ("DELETE", "photos/<photo_id>/comments/<comment_id>", Rule(401, 404, 404)),
    ("POST", "uploads", members(400, nobody=401)),
    ("GET", "uploads/<photo_id>", Rule(401, 200, 404)),
    ("POST", "uploads/<photo_id>/complete", Rule(401, 200, 404)),
    ("GET", "topics", members(200, nobody=401)),
    ("GET", "reports", members(200, nobody=401)),
    ("POST", "reports", members(400, nobody=401)),
    ("GET", "v1/images", members(200, nobody=401)),
    ("POST", "v1/images", members(400, nobody=401)),
    ("GET", "v1/images?user_id=<user_id>", Rule(401, 200, 403, hidden=403, missing=403)),
    # A personal store: what is another's is not there, whoever may see it elsewhere. These photos have no files.
    ("GET", "v1/images/<image_id>", Rule(401, 404, 404)),
    ("PUT", "v1/images/<image_id>", Rule(401, 200, 404)),
    ("DELETE", "v1/images/<image_id>", Rule(401, 200, 404)),
    ("GET", "openapi.json", everybody(200)),
    ("GET", "docs", everybody(200)),
    ("GET", "", everybody(404)),
    ("GET", "<path:rest>", everybody(404)),
]
ROWS = [*PAGES, *((method, f"api/{route}", rule) for method, route, rule in API)]
# What is sent where nothing would be refused before anybody asks who sends it.
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BODIES = {
    ("PATCH", "api/photos/<photo_id>"): ('{"alt": "new"}', JSON),
    ("PUT", "api/v1/images/<image_id>"): ('{"title": "new"}', JSON),
    ("PATCH", "api/auth/me"): ('{"bio": "new"}', JSON),
    ("POST", "api/photos/<photo_id>/comments"): ('{"text": "Hello"}', JSON),
    ("POST", "api/friends/request"): ('{"username": "nobody-here"}', JSON),
    ("POST", "friends/ask/"): ("username=nobody-here", FORM),
    ("POST", "messages/<str:username>/"): ("text=Hello", FORM),
    ("POST", "p/<str:photo_id>/comments/"): ("text=Hello", FORM),
    ("POST", "report/photo/<photo_id>/"): ("reason=spam", FORM),
    ("POST", "report/user/<user_id>/"): ("reason=spam", FORM),
    ("POST", "p/<str:photo_id>/like/"): ("liked=1", FORM),
    ("POST", "p/<str:photo_id>/save/"): ("saved=1", FORM),
}
