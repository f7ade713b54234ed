"""The front page of the administration: its numbers, who sees which of them, and what it costs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.utils import timezone

from accounts.models import User
from core.dynamo import use_endpoint
from lumina_site.admin_site import LuminaAdminSite
from lumina_site.dashboard import HEIGHT, NOTHING
from lumina_site.tests.staffed import ALL_RIGHTS, front_of, staff
from moderation.models import Action, Appeal, Case, DayFigures, Decision, Report, Rule, State
from moderation.queries.dashboard import dashboard_for
from moderation.services import refresh_figures
from moderation.tests.counting import plant_at
from photos.models import FAILED, HELD
from tests import servers
from tests.cast import Counted, browser_of, person

pytestmark = pytest.mark.django_db
DAY, INSTANT = timedelta(days=1), timedelta(milliseconds=1)
ADDED_BY_THE_DASHBOARD = ("figures", "<figure", "admin-dashboard")


@pytest.fixture
def without_dynamodb(settings: LazySettings) -> Iterator[None]:
    """Let nobody answer for DynamoDB."""
    address = settings.DYNAMODB_ENDPOINT_URL
    use_endpoint(f"http://127.0.0.1:{servers.free_port()}")
    yield
    use_endpoint(address or "")


def midnight() -> datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def opened(number: int, owner: User, *, since: timedelta = DAY, assignee: User | None = None) -> Case:
    moment = timezone.now() - since
    return Case.objects.create(
        target_type="photo", target_id=f"photo{number}", person=owner, opened_at=moment, assignee=assignee
    )


def reported(case: Case, reporter: User, moment: datetime) -> None:
    report = Report.objects.create(case=case, reporter=reporter, reason=Rule.objects.all()[0])
    Report.objects.filter(pk=report.pk).update(created_at=moment)


def signed_up(username: str, moment: datetime) -> None:
    User.objects.filter(pk=person(username).pk).update(created_at=moment)


def test_cases_are_counted_with_their_age_and_whose_they_are(owner: User) -> None:
    moderator = staff("moderation.view_case")
    opened(1, owner, since=timedelta(days=5), assignee=moderator)
    opened(2, owner, since=timedelta(hours=2))
    Case.objects.filter(pk=opened(3, owner, since=timedelta(days=90)).pk).update(state=State.DECIDED)
    front = front_of(moderator)
    assert front.figures["open cases"] == "2"
    assert "the oldest for 5\xa0days" in front.text
    assert front.figures["assigned to you"] == "1"


def test_appeals_wait_until_they_are_answered(owner: User, moderator: User) -> None:
    case = opened(1, owner)
    for answered in (False, False, True):
        decision = Decision.objects.create(case=case, person=owner, action=Action.WARN, actor=moderator)
        upheld = Decision.objects.create(case=case, action=Action.UPHOLD, actor=moderator) if answered else None
        Appeal.objects.create(decision=decision, text="No.", answer=upheld)
    assert front_of(staff("moderation.view_case")).figures["appeals to answer"] == "2"


def test_photos_are_counted_as_they_stand_now(owner: User) -> None:
    for status in (HELD, FAILED, "approved"):
        plant_at(timezone.now(), owner, status=status, size=5_000_000)
    plant_at(midnight() - INSTANT, owner, status=HELD)
    refresh_figures(now=timezone.now())
    plant_at(timezone.now(), owner, status=HELD)
    front = front_of(staff("photos.view_photo"))
    assert front.figures["uploads today"] == "4"
    assert "1 yesterday" in front.text
    assert front.figures["photos held"] == "3"
    assert front.figures["failed in processing"] == "1"
    # The bar of today is as high as the number beside it says.
    assert front.numbers["Uploads"][-2:] == ["1", "4"]


def test_storage_is_what_was_measured_last_else_the_originals() -> None:
    today = midnight().date()
    for number, size in enumerate((7 * 2**30, 14 * 2**30, 2**40)):
        day = today - number * 10 * DAY
        DayFigures.objects.create(day=day, uploads=1, upload_bytes=size, computed_at=timezone.now())
    viewer = staff("photos.view_photo")
    front = front_of(viewer)
    assert front.figures["stored"] == "1.0 TB"
    assert "originals alone, 1.5\xa0GB uploaded a day" in front.text
    DayFigures.objects.filter(day=today - 10 * DAY).update(stored_bytes=3 * 2**30)
    front = front_of(viewer)
    assert front.figures["stored"] == "3.0 GB"
    assert "originals alone" not in front.text


def test_sign_ups_are_counted_by_days_in_utc(owner: User) -> None:
    now = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    start = datetime(2026, 3, 2, tzinfo=UTC)
    viewer = staff("accounts.view_user")
    User.objects.filter(pk__in=(viewer.pk, owner.pk)).update(created_at=start - 20 * DAY)
    for number, moment in enumerate(
        (start, start - INSTANT, start - DAY, start - 13 * DAY, start - 13 * DAY - INSTANT)
    ):
        signed_up(f"new{number}", moment)
    board = dashboard_for(viewer, now=now)
    assert board is not None
    assert board.sign_ups is not None
    assert board.sign_ups.by_day == {start.date(): 1, (start - DAY).date(): 2, (start - 13 * DAY).date(): 1}
    assert (board.days[0], board.today) == ((start - 13 * DAY).date(), start.date())


def test_sign_ups_wait_for_those_who_may_approve_them(owner: User, stranger: User) -> None:
    User.objects.filter(pk__in=(owner.pk, stranger.pk)).update(awaits_approval=True)
    front = front_of(staff("accounts.view_user", "accounts.view_signup"))
    assert front.figures["sign-ups to approve"] == "2"
    assert front.links["sign-ups to approve"] == "/admin/accounts/signup/"
    assert "sign-ups to approve" not in front_of(staff("accounts.view_user", username="other")).figures


def test_charts_have_a_bar_a_day_as_high_as_its_number(owner: User, stranger: User) -> None:
    viewer = staff("moderation.view_case")
    for number, days in enumerate((0, 2, 2, 13, 13, 13, 13, 14)):
        reported(opened(number, owner), stranger, midnight() - days * DAY)
    front = front_of(viewer)
    assert front.numbers["Reports"] == ["4", *["0"] * 10, "2", "0", "1"]
    assert front.heights["Reports"] == [HEIGHT, *[NOTHING] * 10, HEIGHT // 2, NOTHING, HEIGHT // 4]
    assert front.heights["Decisions"] == [NOTHING] * 14


def test_days_that_were_never_counted_say_so() -> None:
    DayFigures.objects.create(day=midnight().date() - DAY, uploads=0, computed_at=timezone.now())
    front = front_of(staff("photos.view_photo"))
    assert front.numbers["Uploads"] == ["not counted yet"] * 12 + ["0", "0"]
    assert front.heights["Uploads"] == [NOTHING] * 14


def test_an_empty_site_has_nothing_to_do() -> None:
    front = front_of(staff(*ALL_RIGHTS))
    assert "Nothing waits for anybody." in front.text
    assert "refresh_figures" in front.text
    for name in ("open cases", "assigned to you", "appeals to answer", "photos held", "uploads today"):
        assert front.figures[name] == "0"
    assert front.figures["stored"] == "0 bytes"


@pytest.mark.parametrize(
    ("right", "figures", "charts"),
    [
        (
            "photos.view_photo",
            {"photos held", "uploads today", "failed in processing", "stored"},
            {"Uploads"},
        ),
        ("accounts.view_user", {"sign-ups today"}, {"Sign-ups"}),
        (
            "moderation.view_case",
            {"open cases", "assigned to you", "appeals to answer", "sign-ups today"},
            {"Sign-ups", "Reports", "Decisions"},
        ),
    ],
)
def test_each_right_opens_its_part(right: str, figures: set[str], charts: set[str]) -> None:
    front = front_of(staff(right))
    assert set(front.figures) == figures
    assert set(front.heights) == charts


def test_staff_without_these_rights_find_djangos_own_page() -> None:
    front = front_of(staff("social.view_block"))
    assert "Recent actions" in front.text
    assert "Blocks" in front.text
    assert [mark for mark in ADDED_BY_THE_DASHBOARD if mark in front.text] == []


def test_each_figure_leads_to_its_list() -> None:
    viewer = staff(*ALL_RIGHTS)
    today = midnight().date()
    on_this_day = f"created_at__year={today.year}&created_at__month={today.month}&created_at__day={today.day}"
    expected = {
        "open cases": "/admin/moderation/case/?state=open",
        "assigned to you": f"/admin/moderation/case/?state=open&assignee__id__exact={viewer.pk}",
        "appeals to answer": "/admin/moderation/appeal/?answer__isnull=True",
        "photos held": "/admin/photos/photo/?status=held",
        "uploads today": f"/admin/photos/photo/?period={today}",
        "sign-ups today": f"/admin/accounts/user/?{on_this_day}",
        "failed in processing": "/admin/photos/photo/?status=failed",
        "stored": "/admin/photos/photo/",
        "Uploads": "/admin/photos/photo/",
        "Sign-ups": "/admin/accounts/user/",
        "Reports": "/admin/moderation/report/",
        "Decisions": "/admin/moderation/decision/",
    }
    assert expected.items() <= front_of(viewer).links.items()
    assert browser_of(viewer).get(expected["sign-ups today"]).status_code == 200


def test_a_list_that_one_may_not_open_is_not_linked() -> None:
    front = front_of(staff("moderation.view_case"))
    assert set(front.links) == {"open cases", "assigned to you"}


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_costs_the_same_however_much_there_is(
    owner: User, stranger: User, counted: Counted, number: int
) -> None:
    viewer = staff(*ALL_RIGHTS)
    for index in range(number):
        plant_at(timezone.now() - index * DAY, owner, status=HELD)
        reported(opened(index, owner), stranger, timezone.now() - index * DAY)
    refresh_figures(now=timezone.now())
    browser = browser_of(viewer)
    with counted() as calls:
        assert browser.get("/admin/").status_code == 200
    # The person, their rights and those of their groups, their last actions, the days, the rows by day, the cases.
    assert len(calls.sql) <= 8
    assert calls.dynamodb == ["Query", "Query"]


def test_nothing_is_asked_that_is_not_shown(counted: Counted) -> None:
    browser = browser_of(staff("accounts.view_user"))
    with counted() as calls:
        assert browser.get("/admin/").status_code == 200
    assert calls.dynamodb == []
    assert not any("moderation_" in query for query in calls.sql)


@pytest.mark.usefixtures("without_dynamodb")
def test_the_page_opens_while_the_photos_cannot_be_counted(owner: User, caplog: pytest.LogCaptureFixture) -> None:
    opened(1, owner)
    yesterday = midnight().date() - DAY
    DayFigures.objects.create(day=yesterday, uploads=6, failed=2, computed_at=timezone.now())
    front = front_of(staff(*ALL_RIGHTS))
    assert front.figures["uploads today"] == front.figures["photos held"] == "not known right now"
    assert front.numbers["Uploads"][-2:] == ["6", "not counted yet"]
    assert (front.figures["open cases"], front.figures["failed in processing"]) == ("1", "2")
    assert "Nothing waits for anybody." not in front.text
    assert "the photos could not be counted" in caplog.text


def test_the_page_of_one_application_has_no_figures() -> None:
    answer = browser_of(staff(*ALL_RIGHTS)).get("/admin/accounts/")
    assert answer.status_code == 200
    assert [mark for mark in ADDED_BY_THE_DASHBOARD if mark in answer.text] == []


def test_the_administration_is_ours_and_its_door_that_of_the_site() -> None:
    assert isinstance(admin.site._wrapped, LuminaAdminSite)  # type: ignore[attr-defined]  # noqa: SLF001
    answer = browser_of(None).get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
