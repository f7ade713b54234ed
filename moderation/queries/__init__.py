"""Reads for people who report, for those about whom was decided, and for moderators."""

from moderation.queries.decisions import (
    APPEALABLE,
    Standing,
    decision_about,
    decision_behind,
    decisions_about,
    may_be_appealed,
    standing_of,
)
from moderation.queries.reports import report_by, reports_of, rule_named, rules_in_use
from moderation.queries.rights import PERSON_ACTIONS, THING_ACTIONS, actions_for, actions_on, check_rights
from moderation.queries.things import Thing, ids_in, thing_for_staff, thing_seen
from moderation.queries.trust import ReporterTrust, Trust, reporter_trust, trust_of

__all__ = [
    "APPEALABLE",
    "PERSON_ACTIONS",
    "THING_ACTIONS",
    "ReporterTrust",
    "Standing",
    "Thing",
    "Trust",
    "actions_for",
    "actions_on",
    "check_rights",
    "decision_about",
    "decision_behind",
    "decisions_about",
    "ids_in",
    "may_be_appealed",
    "report_by",
    "reporter_trust",
    "reports_of",
    "rule_named",
    "rules_in_use",
    "standing_of",
    "thing_for_staff",
    "thing_seen",
    "trust_of",
]
