"""docs/api.md: every line of it is run by bash, in order, against the site as it runs in production."""

import http.client
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import MozillaCookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from core.tests.running import Site
from tests.cast import jpeg

pytestmark = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="needs curl and bash")
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "api.md"
# What a reader has to put in.
OWN = re.compile("(LUMINA|ANA|BEN|TOKEN)=")
STATUS = re.compile(r"^(?:HTTP/[\d.]+ )?(\d{3})\b", re.MULTILINE)
END = "@@ended"


@dataclass(frozen=True)
class Line:
    """A command of the document, and the status that it promises ("" for none)."""

    command: str
    status: str


def lines() -> Iterator[Line]:
    """Read the commands of the document; one with an open quote goes on in the next line."""
    for block in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL):
        waiting = ""
        for line in block.splitlines():
            waiting += line
            if waiting.count("'") % 2:
                waiting += "\n"
                continue
            command, _, status = waiting.partition("  # ")
            yield Line(command, status)
            waiting = ""


class Shell:
    """A bash that keeps its variables from line to line, as a reader's does."""

    def __init__(self, folder: Path) -> None:
        """Start it in a folder."""
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],  # noqa: S607 -- whichever bash a reader has
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.run("set -o pipefail")

    def run(self, command: str) -> tuple[int, str]:
        """Run a line and answer its exit status and what it printed."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f'{command}\nprintf "\\n{END} %s\\n" "$?"\n')
        self.process.stdin.flush()
        said = ""
        for line in self.process.stdout:
            if line.startswith(END):
                return int(line.split()[1]), said
            said += line
        pytest.fail(f"the shell has ended: {said}")

    def stop(self) -> None:
        """End it."""
        self.process.communicate("exit\n", timeout=10)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Run a site on the tables of the tests, with its pictures where the lane has them."""
    names = ("STORAGE_BACKEND", "S3_BUCKET", "S3_ENDPOINT_URL")
    running = Site(tmp_path / "site", **{name: os.environ.get(name, "") for name in names})
    yield running
    running.stop()


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """Open a shell beside a picture."""
    folder = tmp_path / "reader"
    folder.mkdir()
    (folder / "boat.jpg").write_bytes(jpeg(600, 400))
    running = Shell(folder)
    yield running
    running.stop()


def token_from_the_settings(site: Site, cookies: Path) -> str:
    """Make a token on the page, with the session that curl has kept."""
    jar = MozillaCookieJar(cookies)
    jar.load(ignore_discard=True)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{site.port}/settings/tokens/"
    form = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(address).read().decode())[0]
    words = {"csrfmiddlewaretoken": form, "name": "Doc", "scope": "write", "days": "7"}
    shown = browser.open(address, urlencode(words).encode()).read().decode()
    return str(re.findall(r'id="token-text">([^<]+)<', shown)[0])


@pytest.mark.django_db
def test_every_line_does_what_it_says(site: Site, shell: Shell, tmp_path: Path) -> None:
    own = {"LUMINA": f"http://127.0.0.1:{site.port}", "ANA": "doc-ana", "BEN": "doc-ben"}
    promised = 0
    for line in lines():
        command = line.command
        if OWN.match(command):
            name = command.split("=")[0]
            value = own.get(name) or token_from_the_settings(site, tmp_path / "reader" / "ana.jar")
            command = f"{name}='{value}'"
        code, said = shell.run(command)
        assert code == 0, f"{command}\n{said}"
        if line.status:
            assert STATUS.findall(said)[-1:] == [line.status], f"{command}\n{said}"
            promised += 1
        assert line.status or "curl" not in command.split("(")[0].split()[0], f"{command} promises nothing"
    assert promised > 40


def test_every_call_in_the_document_has_its_status() -> None:
    calls = [line for line in lines() if line.command.startswith("curl ")]
    assert len(calls) > 40
    assert [line.command for line in calls if line.status not in map(str, http.client.responses)] == []
