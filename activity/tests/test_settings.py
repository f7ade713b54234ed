"""The settings of mails and alerts: good values mean what the README says, wrong ones are one sentence and no start."""

import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as running

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """Let a test read the settings in an environment where nothing is set but what it names."""

    def reading(**variables: str) -> dict[str, Any]:
        for name in set(os.environ) - {"PATH", "HOME", "LANG"}:
            monkeypatch.delenv(name)
        for name, value in {
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "a" * 30 + "b" * 30 + "cdefgh",
            **variables,
        }.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(Path(running.BASE_DIR) / "lumina_site" / "settings.py"))

    return reading


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("SITE_URL", {"SITE_URL": "photos.example.org"}),
        ("SITE_URL", {"SITE_URL": "ftp://photos.example.org"}),
        ("ALERTS_BACKEND", {"ALERTS_BACKEND": "pigeon"}),
        ("ALERTS_EMAILS", {"ALERTS_BACKEND": "email"}),
        ("ALERTS_EMAILS", {"ALERTS_BACKEND": "email", "ALERTS_EMAILS": " , "}),
        ("ALERTS_EMAILS", {"ALERTS_BACKEND": "email", "ALERTS_EMAILS": "me@example.org, nobody"}),
        ("ALERTS_EMAILS", {"ALERTS_EMAILS": "me@example.org\nBcc: you@example.org"}),
        ("ALERTS_LIKES", {"ALERTS_LIKES": "0"}),
        ("ALERTS_VIEWS", {"ALERTS_VIEWS": "many"}),
        ("ALERTS_TOPIC_PREFIX", {"ALERTS_TOPIC_PREFIX": "lumina.photos"}),
        ("ALERTS_TOPIC_PREFIX", {"ALERTS_TOPIC_PREFIX": "a" * 201}),
        ("SNS_ENDPOINT_URL", {"SNS_ENDPOINT_URL": "sns:4566"}),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(name: str, variables: dict[str, str], read: Read) -> None:
    # Settings stand above this application, so their error is known by its name.
    with pytest.raises(Exception, match=name) as raised:
        read(**variables)
    assert type(raised.value).__name__ == "ConfigurationError"
    assert "\n" not in str(raised.value)


def test_without_any_variable_nobody_is_alerted_and_links_lead_to_this_machine(read: Read) -> None:
    settings = read()
    assert settings["ALERTS_BACKEND"] == "none"
    assert settings["SITE_URL"] == "http://127.0.0.1:8080"
    assert settings["SNS_ENDPOINT_URL"] is None


def test_the_address_of_the_site_follows_host_and_port(read: Read) -> None:
    assert read(HOST="0.0.0.0", PORT="9000")["SITE_URL"] == "http://127.0.0.1:9000"  # noqa: S104
    assert read(HOST="::1")["SITE_URL"] == "http://[::1]:8080"
    assert read(SITE_URL="https://photos.example.org/")["SITE_URL"] == "https://photos.example.org"


def test_alerts_go_to_everybody_who_is_named(read: Read) -> None:
    settings = read(ALERTS_BACKEND="Email", ALERTS_EMAILS="one@example.org, two@example.org")
    assert settings["ALERTS_EMAILS"] == ["one@example.org", "two@example.org"]
