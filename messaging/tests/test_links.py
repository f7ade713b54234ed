"""Links in messages: what becomes one, that it is shown as what it is, and what only looks like one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.links import Part, parts


def links_in(text: str) -> list[str]:
    """List the addresses that a text links to."""
    return [part.url for part in parts(text) if part.url]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://example.org/",
        "HTTPS://Example.ORG/Path",
        "https://example.org:8443/a/b?c=d&e=f#g",
        "https://en.wikipedia.org/wiki/Mercury_(planet)",
        "https://example.org/a,b;c/~d/e%20f",
        "http://localhost:8080/u/owner/",
        "http://192.168.1.20/album",
        "https://xn--mnchen-3ya.de/",
    ],
)
def test_an_address_becomes_a_link_under_its_own_name(address: str) -> None:
    assert parts(f"see {address} there") == [Part("see "), Part(address, address), Part(" there")]


AROUND = [("", "."), ("(", ")"), ("(", ")."), ("<", ">"), ('"', '"'), ("'", "'!"), ("[", "],"), ("“", "”"), ("", "。")]


@pytest.mark.parametrize(("before", "after"), AROUND)
def test_what_stands_around_an_address_is_no_part_of_it(before: str, after: str) -> None:
    assert links_in(f"{before}https://example.org/a{after}") == ["https://example.org/a"]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,<b>",
        "vbscript:x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "www.example.org",
        "owner@example.org",
        "xhttp://example.org",
        "http:/example.org",
        "http://",
        "https:///example.org",
    ],
)
def test_nothing_but_http_is_linked(text: str) -> None:
    assert links_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://good.example@evil.example/",
        "https://good.example:pass@evil.example/",
        "https://good.example\\@evil.example/",
        "https://good.example\\.evil.example/",
        "https://good%2eexample/",
        "https://g\u043e\u043ed.example/",
        "https://good.example\u2044login.evil.example/",
        "https://\u212angs.example/",
        "http://\u0661.0.0.1/",
        "https://good.example:99999/",
        "https://good.example:x/",
        "https://-good.example/",
        "https://good..example/",
        "http://[::1]/",
        "http://[bad/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
    ],
)
def test_an_address_that_shows_one_host_and_leads_to_another_stays_text(text: str) -> None:
    assert parts(text) == [Part(text)]


def test_other_letters_behind_the_host_are_shown_as_they_are_sent() -> None:
    address = "https://example.org/%C3%9Cbung?q=%C3%A9"
    assert parts("https://example.org/Übung?q=é") == [Part(address, address)]


def test_a_text_between_links_stays_as_it_was() -> None:
    text = "http://a.example\nand  http://b.example/, no more"
    assert "".join(part.text for part in parts(text)) == text
    assert links_in(text) == ["http://a.example", "http://b.example/"]


def test_no_text_has_no_parts() -> None:
    assert parts("") == []


@given(st.text(alphabet=st.sampled_from("htps:/.@\\[]()a1é%#?\u202e -_"), max_size=60))
def test_whatever_is_written_a_link_is_shown_as_its_address(text: str) -> None:
    for part in parts(f"http://{text} https://{text}"):
        assert part.url in {"", part.text}
        assert not part.url or (part.url.isascii() and part.url.startswith(("http://", "https://")))
        assert not re.match(r"https?://[^/?#]*@", part.url, re.IGNORECASE)
