"""The columns of the queue: each says one thing about a case in a word or two."""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from moderation.admin.words import age_of, excerpt_of, place_of
from moderation.models import Case, Origin
from moderation.queries.queue import Gathered, gathered, has_picture
from photos.showing import signed_url

RULES_SHOWN = 2
# The annotations of `queued`, and what `with_gathered` puts beside them.
Row = Any


def with_gathered(cases: list[Case]) -> list[Row]:
    """Give each case of a page what its columns show."""
    found = gathered(cases)
    rows: list[Row] = list(cases)
    for row in rows:
        row.gathered = found[row.pk]
    return rows


class CaseColumns:
    """The columns; their rows come from `queued`."""

    @admin.display(description="Picture")
    def picture(self, case: Row) -> SafeString:
        """Show the picture behind a veil; beside it stands which decision was the newest when the list was made."""
        known: Gathered = case.gathered
        src = signed_url(known.photo.id, "small") if known.photo and has_picture(known.photo) else ""
        words = {"src": src, "case": case}
        return SafeString(render_to_string("admin/moderation/case/_picture.html", words))

    @admin.display(description="What", ordering="target_type")
    def what(self, case: Row) -> SafeString:
        """Say what it is and show how its words begin."""
        kind = case.get_target_type_display()
        words = excerpt_of(case)
        return format_html('<span class="case-name">{}</span> <span class="case-excerpt">{}</span>', kind, words)

    @admin.display(description="Whose", ordering="person__username_key")
    def whose(self, case: Row) -> SafeString:
        """Say who made it, what was decided about them before, and where it stands."""
        person = case.person.username if case.person else "somebody who is gone"
        number = case.earlier
        history = f"{number} earlier decision{'' if number == 1 else 's'}" if number else ""
        address = f"{reverse('admin:moderation_case_changelist')}?person={case.person_id}&state=all"
        past = format_html('<a class="case-past" href="{}">{}</a>', address, history) if history else ""
        place = place_of(case, case.gathered.photo)
        link = format_html('<a class="case-place" href="{}">On the site</a>', place) if place else ""
        return format_html("{} {} {}", person, past, link)

    @admin.display(description="Why", ordering="report_count")
    def why(self, case: Row) -> SafeString:
        """Say how many reported it, for what, how far their reports were right so far, and what the screening found."""
        found = case.finding or ("" if case.origin == Origin.REPORT else case.get_origin_display())
        line = format_html('<span class="case-found">{}</span>', found) if found else ""
        if not case.report_count:
            return format_html("{}", line)
        known: Gathered = case.gathered
        more = len(known.rules) - RULES_SHOWN
        rules = ", ".join(known.rules[:RULES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        number = f"{case.report_count} report{'' if case.report_count == 1 else 's'}"
        trust = format_html('<span class="case-small">Reporters: {}</span>', known.trust)
        return format_html("<b>{}</b> {} {} {}", number, rules, trust, line)

    @admin.display(description="Waits", ordering="opened_at")
    def age(self, case: Row) -> SafeString | str:
        """Say since when it waits."""
        stamp = f"{case.opened_at:%d %b %Y, %H:%M} (UTC)"
        return format_html('<time datetime="{}" title="{}">{}</time>', case.opened_at.isoformat(), stamp, _age(case))

    @admin.display(description="State", ordering="assignee__username_key")
    def standing(self, case: Row) -> SafeString:
        """Say whether it waits, and for what, and who has taken it."""
        taken = f"Taken by {case.assignee.username}" if case.assignee else ""
        kind = "is-appeal" if case.appeal_waits else ""
        mark = format_html('<span class="case-mark {}">{}</span>', kind, _state(case))
        return format_html('{} <span class="case-small">{}</span>', mark, taken) if taken else mark


def _state(case: Row) -> str:
    if case.appeal_waits:
        return "Appeal"
    return "Held back" if case.held and case.is_open else str(case.get_state_display())


def _age(case: Case) -> str:
    return age_of(case.opened_at) if case.is_open else f"{case.opened_at:%d %b %Y}"
