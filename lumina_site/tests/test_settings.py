"""Settings from the environment: good values mean what the README says, wrong ones are one sentence and no start."""

import os
import runpy
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as running

from lumina_site.env import ConfigurationError

ROOT = Path(running.BASE_DIR)
KEPT = ("PATH", "HOME", "LANG")
SECRET = "a-secret-that-is-long-enough-for-the-site-1234567890"
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """Let a test read the settings in an environment where nothing is set but what it names."""

    def reading(**variables: str) -> dict[str, Any]:
        for name in set(os.environ) - set(KEPT):
            monkeypatch.delenv(name)
        for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": SECRET, **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "lumina_site" / "settings.py"))

    return reading


S3 = {"STORAGE_BACKEND": "s3", "S3_BUCKET": "pictures"}


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("DEBUG", {"DEBUG": "maybe"}),
        ("HTTPS", {"HTTPS": "2"}),
        ("RATE_LIMITS", {"RATE_LIMITS": "none"}),
        ("BEHIND_PROXY", {"BEHIND_PROXY": "nginx"}),
        ("PORT", {"PORT": "http"}),
        ("PORT", {"PORT": "0"}),
        ("PORT", {"PORT": "65536"}),
        ("PORT", {"PORT": "-1"}),
        ("PORT", {"PORT": "80.0"}),
        ("PORT", {"PORT": "٨٠٨٠"}),
        ("PORT", {"PORT": "9" * 5000}),
        ("WEB_CONCURRENCY", {"WEB_CONCURRENCY": "0"}),
        ("REDIS_URL", {"WEB_CONCURRENCY": "2"}),
        ("REDIS_URL", {"REDIS_URL": "localhost:6379"}),
        ("REDIS_URL", {"REDIS_URL": "http://localhost"}),
        ("REDIS_URL", {"REDIS_URL": "redis://localhost:port"}),
        ("REDIS_URL", {"REDIS_URL": "redis://[::1"}),
        *(
            ("CORS_ORIGINS", {"CORS_ORIGINS": value})
            for value in (
                *("*", "null", "https://*", "https://*.example.org", "app.example.org", "//app.example.org"),
                *(
                    "https://",
                    "https://a.example/path",
                    "https://a.example?x",
                    "https://a.example#x",
                    "ftp://a.example",
                ),
                *("https://a.example:port", "https://a.example:0", "https://a.example:65536", "https://u@a.example"),
                *("https://a.example https://b.example", "https://é.example", "https://a..example", "https://[::1"),
                "https://good.example, *",
            )
        ),
        ("REGISTRATION_MODE", {"REGISTRATION_MODE": "friends"}),
        ("MAX_UPLOAD_MB", {"MAX_UPLOAD_MB": "50 MB"}),
        ("MAX_UPLOAD_MB", {"MAX_UPLOAD_MB": "1001"}),
        ("STORAGE_BACKEND", {"STORAGE_BACKEND": "disk"}),
        ("S3_BUCKET", {"STORAGE_BACKEND": "s3"}),
        ("S3_BUCKET", {"STORAGE_BACKEND": "dynamodb"}),
        ("STORAGE_BACKEND", {"S3_BUCKET": "pictures"}),
        ("S3_ENDPOINT_URL", {**S3, "S3_ENDPOINT_URL": "minio:9000"}),
        ("DYNAMODB_ENDPOINT_URL", {"DYNAMODB_ENDPOINT_URL": "//localhost"}),
        ("DYNAMODB_PHOTOS_TABLE", {"DYNAMODB_PHOTOS_TABLE": "ab"}),
        ("DYNAMODB_PHOTOS_TABLE", {"DYNAMODB_PHOTOS_TABLE": "a" * 256}),
        ("DB_PORT", {"DB_HOST": "db.example", "DB_PORT": "mysql"}),
        ("EMAIL_PORT", {"EMAIL_PORT": "smtp"}),
        ("SECRET_KEY", {"SECRET_KEY": "short"}),
        ("DATA_DIR", {"SECRET_KEY": "", "DATA_DIR": "/dev/null/data"}),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(name: str, variables: dict[str, str], read: Read) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read(**variables)
    sentence = str(raised.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "set " in sentence or "must " in sentence or "wants " in sentence


def test_nothing_has_to_be_set(read: Read) -> None:
    site = read(SECRET_KEY="")
    assert (site["HOST"], site["PORT"], site["DEBUG"], site["RATE_LIMITS"]) == ("127.0.0.1", 8080, False, True)
    assert (site["STORAGE_BACKEND"], site["EMBEDDED_DYNAMODB"], site["MAX_UPLOAD_MB"]) == ("local", True, 50)


def test_an_empty_value_counts_as_none(read: Read) -> None:
    site = read(PORT="", DEBUG=" ", REDIS_URL="", S3_BUCKET="", STORAGE_BACKEND="")
    assert (site["PORT"], site["DEBUG"], site["REDIS_URL"]) == (8080, False, None)


@pytest.mark.parametrize("value", ["s3", "S3", "dynamodb", "DynamoDB"])
def test_both_names_of_s3_mean_s3(value: str, read: Read) -> None:
    site = read(STORAGE_BACKEND=value, S3_BUCKET="pictures", AWS_REGION="eu-west-1")
    assert site["STORAGE_BACKEND"] == "s3"
    assert site["STORAGES"]["default"]["OPTIONS"]["bucket_name"] == "pictures"
    assert not site["EMBEDDED_DYNAMODB"]
    assert "https://pictures.s3.eu-west-1.amazonaws.com" in site["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]


@pytest.mark.parametrize(("value", "on"), [("1", True), ("TRUE", True), ("Yes", True), ("off", False), ("0", False)])
def test_a_switch_has_many_words(value: str, read: Read, *, on: bool) -> None:
    assert read(DEBUG=value)["DEBUG"] is on


def test_loopback_names_always_work(read: Read) -> None:
    assert read(ALLOWED_HOSTS=" photos.example ,, b.example")["ALLOWED_HOSTS"] == [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "photos.example",
        "b.example",
    ]


def test_other_sites_are_listed_as_browsers_name_them(read: Read) -> None:
    assert read()["CORS_ORIGINS"] == frozenset()
    listed = "https://App.example.org/, http://localhost:5173,https://b.example:443 ,http://[::1]:80,"
    assert read(CORS_ORIGINS=listed)["CORS_ORIGINS"] == {
        "https://app.example.org",
        "http://localhost:5173",
        "https://b.example",
        "http://[::1]",
    }


def test_https_is_said_once_and_everything_follows(read: Read) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert all(read(HTTPS="on")[name] for name in names)
    assert not any(read()[name] for name in names)


def test_the_address_of_a_running_site_is_found(read: Read, tmp_path: Path) -> None:
    (tmp_path / "dynamodb.endpoint").write_text("http://127.0.0.1:4567\n")
    assert read()["DYNAMODB_ENDPOINT_URL"] == "http://127.0.0.1:4567"
    assert read(DYNAMODB_ENDPOINT_URL="http://other.example/")["DYNAMODB_ENDPOINT_URL"] == "http://other.example"


def test_the_secret_key_is_made_once_and_for_its_owner_alone(read: Read, tmp_path: Path) -> None:
    first = read(SECRET_KEY="")["SECRET_KEY"]
    assert len(first) >= 50
    assert read(SECRET_KEY="")["SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert read(SECRET_KEY="", DATA_DIR=str(tmp_path / "other"))["SECRET_KEY"] != first


def command(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start Python with nothing set but what is named."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from lumina_site.secret import secret_key; print(secret_key(pathlib.Path(sys.argv[1])))"
    )
    started = [command("-c", code, str(tmp_path / "data")) for _ in range(6)]
    keys = {process.communicate()[0] for process in started}
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_a_command_stops_with_the_sentence_and_nothing_else(tmp_path: Path) -> None:
    wrong = [
        ({"PORT": "many"}, "lumina: PORT=many will not do: set a whole number from 1 to 65535.\n"),
        ({"S3_BUCKET": "a"}, "lumina: S3_BUCKET is set but images go to the disk: set STORAGE_BACKEND=s3 as well.\n"),
    ]
    for variables, sentence in wrong:
        process = command("manage.py", "check", DATA_DIR=str(tmp_path), **variables)
        assert (*process.communicate(), process.returncode) == ("", sentence, 1)


def test_a_production_site_has_nothing_left_to_warn_of(tmp_path: Path) -> None:
    process = command(
        *("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DATA_DIR=str(tmp_path),
        HTTPS="on",
        SECRET_KEY=SECRET,
        ALLOWED_HOSTS="photos.example",
        CSRF_TRUSTED_ORIGINS="https://photos.example",
    )
    out, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert "no issues (0 silenced)" in out
