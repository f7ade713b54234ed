"""What moderation does when photos tell of something: cases for what was withheld, decisions for what was removed."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from moderation.models import Action, Target
from moderation.queries import rules_in_use
from moderation.services import Ruling, decide, open_case, open_case_of_withheld
from photos.models import Comment, Photo
from photos.signals import comment_moderated, photo_withheld


@receiver(photo_withheld)
def case_of_withheld(photo: Photo, **_: Any) -> None:  # noqa: ANN401 -- whatever a signal carries
    """Have moderators look at it."""
    open_case_of_withheld(photo=photo)


@receiver(comment_moderated)
def decide_about_comment(comment: Comment, actor: User, **_: Any) -> None:  # noqa: ANN401
    """Make a decision of it when a moderator removes a comment on its page, so that it can be undone."""
    target_id = f"{comment.photo_id}:{comment.comment_id}"
    case = open_case(actor=actor, target_type=Target.COMMENT, target_id=target_id)
    decide(actor=actor, case_id=case.pk, ruling=Ruling(Action.REMOVE, rule=_least_said()))


def _least_said() -> str:
    """Answer the rule that says least, for nobody is asked on that page; administrators may do without "other"."""
    codes = [rule.code for rule in rules_in_use()]
    return "other" if "other" in codes or not codes else codes[-1]
