"""What people and moderators do about things that should not be here."""

from collections.abc import Callable

from accounts.models import User
from core.errors import Invalid, NotFound
from core.ids import UserId
from core.limits import consume
from core.text import cleaned, is_text
from messaging.queries import message_visible_to
from moderation.models import TEXT_LONGEST, Case, Reason, Report, Target
from photos.queries import comment_visible_to, photo_visible_to
from social.queries import people

LONGEST_NUMBER = 18


def report(*, actor: User, target_type: str, target_id: str, reason: str, text: str = "") -> Report:
    """Report a thing that the actor may see; a repeated report of the same person changes nothing.

    Raises Invalid for what cannot be reported like that, NotFound for what the actor may not see.
    """
    fields = _problems(target_type, reason, text)
    if fields:
        raise Invalid(fields=fields)
    FINDERS[target_type](actor, target_id)
    consume("reports", actor.pk)
    # Both are safe when several do it at once: the unique keys decide, and Django reads what the other one wrote.
    case, _ = Case.objects.get_or_create(target_type=target_type, target_id=target_id)
    made, _ = Report.objects.get_or_create(
        case=case, reporter=actor, defaults={"reason": reason, "text": cleaned(text)}
    )
    return made


def _problems(target_type: str, reason: str, text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    if target_type not in Target.values:
        fields["target_type"] = [f"Use one of {', '.join(Target.values)}."]
    if reason not in Reason.values:
        fields["reason"] = [f"Use one of {', '.join(Reason.values)}."]
    if not is_text(text) or len(cleaned(text)) > TEXT_LONGEST:
        fields["text"] = [f"At most {TEXT_LONGEST} characters of text."]
    return fields


def _photo(actor: User, target_id: str) -> None:
    photo_visible_to(actor, target_id)


def _comment(actor: User, target_id: str) -> None:
    photo_id, _, comment_id = target_id.partition(":")
    comment_visible_to(actor, photo_id, comment_id)


def _message(actor: User, target_id: str) -> None:
    user_id, _, message_id = target_id.partition(":")
    try:
        message_visible_to(actor, _number(user_id), message_id)
    except NotFound as error:
        # In the same words as all else: who is a friend is nothing that a report tells.
        raise NotFound from error


def _person(actor: User, target_id: str) -> None:
    if not people([_number(target_id)], actor):
        raise NotFound


def _number(text: str) -> UserId:
    """Read a person's id in its one spelling, or raise NotFound: one thing has one case."""
    digits = text if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else "0"
    if text != str(int(digits)):
        raise NotFound
    return UserId(int(digits))


FINDERS: dict[str, Callable[[User, str], None]] = {
    Target.PHOTO: _photo,
    Target.COMMENT: _comment,
    Target.MESSAGE: _message,
    Target.USER: _person,
}
