"""Cases about reported or withheld things, who reported them, what was decided and why, and what may not come again."""

from moderation.models.cases import TEXT_LONGEST, Case, Note, Origin, Outcome, Report, Rule, State, Target
from moderation.models.decisions import BY_SCREENING, Action, Appeal, Decision, Unapplied
from moderation.models.figures import DayFigures
from moderation.models.pictures import BlockedPicture

__all__ = [
    "BY_SCREENING",
    "TEXT_LONGEST",
    "Action",
    "Appeal",
    "BlockedPicture",
    "Case",
    "DayFigures",
    "Decision",
    "Note",
    "Origin",
    "Outcome",
    "Report",
    "Rule",
    "State",
    "Target",
    "Unapplied",
]
