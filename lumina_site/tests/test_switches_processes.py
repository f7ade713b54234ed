"""Two processes over the same stores: what is stopped through one is stopped in the other within ten seconds."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from core.tests.running import PYTHON, ROOT, Answer, Site
from tests.cast import PASSWORD

WITHIN_SECONDS = 10.0
NOTE = "Back at noon."
LIST = "/admin/core/killswitch/"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, stores: None) -> Iterator[tuple[Site, Site]]:  # noqa: ARG001
    """Run two sites over one database."""
    first = Site(tmp_path_factory.mktemp("first"), RATE_LIMITS="off")
    second = Site(tmp_path_factory.mktemp("second"), RATE_LIMITS="off", DATA_DIR=str(first.data))
    yield first, second
    first.stop()
    second.stop()


@pytest.fixture(scope="module")
def keeper(sites: tuple[Site, Site]) -> dict[str, str]:
    """Make a superuser by the command, log in to the first site, and answer the headers that prove it."""
    world = {**os.environ, **sites[0].world, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    make = [*PYTHON, str(ROOT / "manage.py"), "createsuperuser", "--noinput", "--username=keeper"]
    subprocess.run(make, check=True, capture_output=True, env=world)
    words = json.dumps({"username": "keeper", "password": PASSWORD}).encode()
    answer = sites[0].ask("POST", "/api/auth/login", words)
    assert answer.status == 200, answer.body
    return {"Cookie": answer.headers["set-cookie"].split(";")[0]}


def flip(site: Site, keeper: Mapping[str, str], **given: str) -> None:
    """Fill in the form of the switch for uploads."""
    [number] = re.findall(
        rf'href="{LIST}(\d+)/change/"[^>]*>Uploads', site.ask("GET", LIST, headers=keeper).body.decode()
    )
    page = site.ask("GET", f"{LIST}{number}/change/", headers=keeper)
    csrf = page.headers["set-cookie"].split(";")[0]
    form = {"csrfmiddlewaretoken": csrf.partition("=")[2], "note": NOTE, **given}
    headers = {"Cookie": f"{keeper['Cookie']}; {csrf}", "Content-Type": "application/x-www-form-urlencoded"}
    answer = site.ask("POST", f"{LIST}{number}/change/", urlencode(form).encode(), headers)
    assert answer.status == 302, answer.body


def upload(site: Site, member: Mapping[str, str]) -> Answer:
    """Ask for a ticket."""
    said = {"filename": "a.jpg", "contentType": "image/jpeg"}
    return site.ask("POST", "/api/uploads", json.dumps(said).encode(), member)


def seconds_until(site: Site, member: Mapping[str, str], status: int) -> float:
    """Ask until the answer is this, and say how long that took."""
    began = time.monotonic()
    while upload(site, member).status != status:
        assert time.monotonic() - began < WITHIN_SECONDS, "not obeyed in time"
        time.sleep(0.05)
    return time.monotonic() - began


def test_a_switch_counts_in_every_process(sites: tuple[Site, Site], keeper: dict[str, str]) -> None:
    first, second = sites
    member = first.member()
    # Both know by now that nothing is stopped.
    assert [upload(site, member).status for site in sites] == [201, 201]
    flip(first, keeper, is_stopped="on")
    answer = upload(first, member)
    assert (answer.status, answer.message, answer.headers["retry-after"]) == (503, NOTE, "300")
    assert seconds_until(second, member, 503) < WITHIN_SECONDS
    assert NOTE in second.ask("GET", "/accounts/login/").body.decode()
    flip(second, keeper)
    assert upload(second, member).status == 201
    assert seconds_until(first, member, 201) < WITHIN_SECONDS
