"""Counting the days for the dashboard: what belongs to a day, what is counted again, and what is not."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from moderation.models import DayFigures
from moderation.services import refresh_figures
from moderation.tests.counting import plant_at
from photos.models import FAILED, HELD, REJECTED
from tests.cast import Counted

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
DAY, INSTANT = timedelta(days=1), timedelta(milliseconds=1)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def uploads() -> dict[date, int]:
    """List the days on which something was uploaded, as they are counted."""
    return dict(DayFigures.objects.exclude(uploads=0).values_list("day", "uploads"))


@pytest.fixture(autouse=True)
def first_account(owner: User) -> None:
    """Let the owner have been here for a while."""
    User.objects.filter(pk=owner.pk).update(created_at=NOW - timedelta(days=40))


def test_a_day_is_from_midnight_to_midnight_in_utc_also_between_months(owner: User) -> None:
    march = midnight(date(2026, 3, 1))
    for moment in (march - INSTANT, march, march + DAY - INSTANT, march + DAY):
        plant_at(moment, owner)
    refresh_figures(now=NOW)
    assert uploads() == {date(2026, 2, 28): 1, date(2026, 3, 1): 2, date(2026, 3, 2): 1}


def test_each_day_says_what_its_photos_are(owner: User) -> None:
    for status, size in ((HELD, 1), (HELD, 10), (REJECTED, 100), (FAILED, 1000), ("approved", 2**32)):
        plant_at(NOW, owner, status=status, size=size)
    refresh_figures(now=NOW)
    today = DayFigures.objects.get(day=NOW.date())
    assert (today.uploads, today.held, today.rejected, today.failed) == (5, 2, 1, 1)
    assert today.upload_bytes == 2**32 + 1111
    assert today.computed_at == NOW


def test_a_day_with_more_photos_than_one_call_answers_is_counted_whole(owner: User) -> None:
    for number in range(205):
        plant_at(NOW - timedelta(seconds=number), owner)
    refresh_figures(now=NOW)
    assert uploads() == {NOW.date(): 205}


def test_every_day_since_the_first_account_is_counted_once(owner: User) -> None:
    plant_at(NOW - timedelta(days=40), owner)
    assert refresh_figures(now=NOW) == 41
    assert DayFigures.objects.count() == 41
    assert uploads() == {(NOW - timedelta(days=40)).date(): 1}


def test_a_younger_site_is_counted_for_thirty_days(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(created_at=NOW)
    assert refresh_figures(now=NOW) == 30
    User.objects.all().delete()
    assert refresh_figures(now=NOW + timedelta(days=100)) == 30


def test_a_day_is_counted_again_until_two_days_after_its_end_and_then_stays(owner: User) -> None:
    photo = plant_at(NOW, owner)
    refresh_figures(now=NOW)
    end = midnight(NOW.date()) + DAY
    plant_at(NOW, owner)
    refresh_figures(now=end + 2 * DAY - INSTANT)
    assert uploads() == {NOW.date(): 2}

    # Once more after that, for what has changed up to then, and never again.
    photo.delete()
    refresh_figures(now=end + 2 * DAY)
    assert uploads() == {NOW.date(): 1}
    plant_at(NOW, owner)
    refresh_figures(now=end + 3 * DAY)
    assert uploads() == {NOW.date(): 1}

    assert refresh_figures(now=end + 3 * DAY, everything=True) > 40
    assert uploads() == {NOW.date(): 2}


def test_a_missing_day_is_filled_in(owner: User) -> None:
    plant_at(NOW - timedelta(days=20), owner)
    refresh_figures(now=NOW)
    DayFigures.objects.filter(uploads=1).delete()
    # Today, the two days that are over since less than two, and the missing one.
    assert refresh_figures(now=NOW) == 4
    assert uploads() == {(NOW - timedelta(days=20)).date(): 1}


def test_counting_twice_changes_nothing_but_the_time(owner: User) -> None:
    plant_at(NOW, owner)
    refresh_figures(now=NOW)
    before = list(DayFigures.objects.values("pk", "day", "uploads", "upload_bytes", "stored_bytes"))
    refresh_figures(now=NOW)
    assert list(DayFigures.objects.values("pk", "day", "uploads", "upload_bytes", "stored_bytes")) == before


def test_a_run_reads_the_days_that_it_counts_and_no_others(owner: User, counted: Counted) -> None:
    for number in range(30):
        plant_at(NOW - timedelta(days=10, seconds=number), owner)
    refresh_figures(now=NOW)
    with counted() as calls:
        refresh_figures(now=NOW)
    # The three days lie in two months, and nothing was uploaded on them.
    assert calls.dynamodb == ["Query", "Query"]


def test_what_is_stored_is_measured_where_it_can_be(owner: User, settings: object) -> None:
    default_storage.save("originals/one.jpg", ContentFile(b"x" * 3000))
    default_storage.save("photos/one_small.jpg", ContentFile(b"x" * 200))
    plant_at(NOW, owner)
    refresh_figures(now=NOW)
    measured = 3200 if getattr(settings, "STORAGE_BACKEND", "") == "local" else None
    assert DayFigures.objects.get(day=NOW.date()).stored_bytes == measured
    assert DayFigures.objects.filter(stored_bytes__isnull=False).count() == (1 if measured else 0)


def test_the_command_counts_and_says_so(owner: User) -> None:
    plant_at(timezone.now(), owner)
    said = StringIO()
    call_command("refresh_figures", stdout=said)
    first = said.getvalue()
    call_command("refresh_figures", "--all", stdout=said)
    assert first == said.getvalue().removeprefix(first)
    assert first.endswith(" days are counted.\n")
    assert list(uploads().values()) == [1]
