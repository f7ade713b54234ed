"""Moderation in the Django admin: the queue of cases with its pages, and the records to be read."""

from moderation.admin.cases import CaseAdmin
from moderation.admin.comments import CommentAdmin
from moderation.admin.messages import MessageAdmin
from moderation.admin.photos import PhotoAdmin
from moderation.admin.records import AppealAdmin, BlockedPictureAdmin, DecisionAdmin, NoteAdmin, ReportAdmin
from moderation.admin.rules import RuleAdmin
from moderation.admin.ruling import Ticked, rule_on

__all__ = [
    "AppealAdmin",
    "BlockedPictureAdmin",
    "CaseAdmin",
    "CommentAdmin",
    "DecisionAdmin",
    "MessageAdmin",
    "NoteAdmin",
    "PhotoAdmin",
    "ReportAdmin",
    "RuleAdmin",
    "Ticked",
    "rule_on",
]
