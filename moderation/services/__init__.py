"""What people and moderators do about things that should not be here."""

from moderation.services.appealing import appeal, uphold
from moderation.services.applying import apply_decisions, finish_decisions, unapplied_cases, withheld_without_a_case
from moderation.services.deciding import Ruling, decide, undo
from moderation.services.figures import refresh_figures
from moderation.services.handling import add_note, assign
from moderation.services.opening import open_case, open_case_of_withheld
from moderation.services.reporting import report

__all__ = [
    "Ruling",
    "add_note",
    "appeal",
    "apply_decisions",
    "assign",
    "decide",
    "finish_decisions",
    "open_case",
    "open_case_of_withheld",
    "refresh_figures",
    "report",
    "unapplied_cases",
    "undo",
    "uphold",
    "withheld_without_a_case",
]
