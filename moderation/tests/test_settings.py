"""The settings of the screening: good values mean what the README says, wrong ones are one sentence and no start."""

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
        for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": "ab" * 30 + "cdefgh", **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(Path(running.BASE_DIR) / "lumina_site" / "settings.py"))

    return reading


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("MODERATION_BACKEND", {"MODERATION_BACKEND": "oracle"}),
        ("REKOGNITION_HOLD_CONFIDENCE", {"REKOGNITION_HOLD_CONFIDENCE": "0"}),
        ("REKOGNITION_HOLD_CONFIDENCE", {"REKOGNITION_HOLD_CONFIDENCE": "0.6"}),
        ("REKOGNITION_HOLD_CONFIDENCE", {"REKOGNITION_HOLD_CONFIDENCE": "95"}),
        ("REKOGNITION_REJECT_CONFIDENCE", {"REKOGNITION_REJECT_CONFIDENCE": "101"}),
        ("REKOGNITION_REJECT_CONFIDENCE", {"REKOGNITION_REJECT_CONFIDENCE": "sure"}),
        ("REKOGNITION_REJECT_CONFIDENCE", {"REKOGNITION_REJECT_CONFIDENCE": "59"}),
        ("REKOGNITION_BLOCKED_LABELS", {"REKOGNITION_BLOCKED_LABELS": " , "}),
        ("REKOGNITION_ENDPOINT_URL", {"REKOGNITION_ENDPOINT_URL": "rekognition:4566"}),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(name: str, variables: dict[str, str], read: Read) -> None:
    # Settings stand above this application, so their error is known by its name.
    with pytest.raises(Exception, match=name) as raised:
        read(**variables)
    assert type(raised.value).__name__ == "ConfigurationError"
    assert "\n" not in str(raised.value)
    assert "set " in str(raised.value) or "must " in str(raised.value)


def test_without_any_variable_nobody_looks(read: Read) -> None:
    settings = read()
    assert settings["MODERATION_BACKEND"] == "none"
    assert (settings["REKOGNITION_HOLD_CONFIDENCE"], settings["REKOGNITION_REJECT_CONFIDENCE"]) == (60, 90)
    assert "Violence" in settings["REKOGNITION_BLOCKED_LABELS"]
    assert settings["REKOGNITION_ENDPOINT_URL"] is None


def test_what_is_not_wanted_is_named_with_commas_between(read: Read) -> None:
    settings = read(
        MODERATION_BACKEND="Rekognition",
        REKOGNITION_HOLD_CONFIDENCE="80",
        REKOGNITION_REJECT_CONFIDENCE="80",
        REKOGNITION_BLOCKED_LABELS="Weapon, Hate Symbols,",
        REKOGNITION_ENDPOINT_URL="http://127.0.0.1:4566/",
    )
    assert settings["MODERATION_BACKEND"] == "rekognition"
    assert settings["REKOGNITION_HOLD_CONFIDENCE"] == settings["REKOGNITION_REJECT_CONFIDENCE"] == 80
    assert settings["REKOGNITION_BLOCKED_LABELS"] == ["Weapon", "Hate Symbols"]
    assert settings["REKOGNITION_ENDPOINT_URL"] == "http://127.0.0.1:4566"
