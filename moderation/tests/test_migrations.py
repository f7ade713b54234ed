"""A database from before there were rules, cases with a state, and decisions is brought to the newest as it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from moderation.models import Case, Report, Rule

OLD = "old"
CODES = ("spam", "harassment", "nudity", "violence", "copyright", "other")
BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def old_database(django_db_blocker: Any, tmp_path: Any) -> Iterator[str]:
    """Make an empty database beside the one of the tests."""
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "old.sqlite3")}
    if connection.vendor == "mysql":
        settings["NAME"] = f"{connection.settings_dict['NAME']}_old"
    quoted = connection.ops.quote_name(settings["NAME"])
    with django_db_blocker.unblock():
        if connection.vendor == "mysql":
            connection.cursor().execute(f"CREATE DATABASE {quoted} CHARACTER SET utf8mb4")
        connections.databases[OLD] = settings
        yield OLD
        connections[OLD].close()
        del connections.databases[OLD], connections[OLD]
        if connection.vendor == "mysql":
            connection.cursor().execute(f"DROP DATABASE {quoted}")


def test_reports_of_all_six_reasons_are_kept(old_database: str) -> None:
    fill(old_database)
    executor = MigrationExecutor(connections[old_database])
    executor.migrate(executor.loader.graph.leaf_nodes())
    reports = Report.objects.using(old_database).select_related("case", "reporter", "reason").order_by("pk")
    assert [(row.reason.code, row.text, row.reporter.username, row.outcome) for row in reports] == [
        (code, f"Because of {code} 🌊", "reporter", "") for code in CODES
    ]
    cases = Case.objects.using(old_database).order_by("pk")
    assert [(case.target_type, case.target_id) for case in cases] == [("user", str(n)) for n in range(6)]
    assert {(case.state, case.origin, case.opened_at, case.person_id) for case in cases} == {
        ("open", "report", BEFORE, None)
    }
    assert list(Rule.objects.using(old_database).values_list("code", flat=True)) == list(CODES)


def fill(alias: str) -> None:
    """Report a thing for each of the six reasons there were, as the first version stored it."""
    executor = MigrationExecutor(connections[alias])
    apps = executor.migrate([("moderation", "0001_initial")]).apps
    user, case, report = (apps.get_model(name) for name in ("accounts.User", "moderation.Case", "moderation.Report"))
    reporter = user.objects.using(alias).create(username="reporter", username_key="reporter", email="r@example.org")
    for number, code in enumerate(CODES):
        made = case.objects.using(alias).create(target_type="user", target_id=str(number))
        values = {"reason": code, "text": f"Because of {code} 🌊"}
        report.objects.using(alias).create(case=made, reporter=reporter, **values)
    case.objects.using(alias).update(created_at=BEFORE)
