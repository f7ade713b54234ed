"""Moderation in the Django admin: the queue of cases with its pages, and the records to be read."""

from moderation.admin import order  # noqa: F401 -- puts the cases first
from moderation.admin.cases import CaseAdmin
from moderation.admin.records import AppealAdmin, BlockedPictureAdmin, DecisionAdmin, NoteAdmin, ReportAdmin
from moderation.admin.rules import RuleAdmin
from moderation.admin.ruling import Ticked, rule_on

__all__ = [
    "AppealAdmin",
    "BlockedPictureAdmin",
    "CaseAdmin",
    "DecisionAdmin",
    "NoteAdmin",
    "ReportAdmin",
    "RuleAdmin",
    "Ticked",
    "rule_on",
]
