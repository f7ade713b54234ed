"""Links in what people write: which addresses become links, and that each is shown as what it is.

Only http and https, only with a host that reads as it is resolved, and always under its own full address.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.utils.encoding import iri_to_uri

# Up to a space, or to marks that stand around an address and never in one (also those of Chinese and Japanese).
CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9+.-])[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"\u00ab\u00bb\u2018-\u201f\u3000-\u303f\uff00-\uffef]+"
)
# Hosts of any other letters, with "%", a user name before them or a backslash in them show one and may lead to another.
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})*")
PORT = re.compile(r"(?::[0-9]{1,5})?")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
# What ends a sentence, and the brackets around an address, are no part of it.
PUNCTUATION = ".,;:!?'\u2026"
BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Part:
    """A piece of a text: plain when `url` is empty, else a link whose shown text is its own address."""

    text: str
    url: str = ""


def parts(text: str) -> list[Part]:
    """Cut a text into plain pieces and links."""
    return list(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    done = 0
    for found in CANDIDATE.finditer(text):
        written = _without_punctuation(found[0])
        address = _address(written)
        if address:
            if found.start() > done:
                yield Part(text[done : found.start()])
            yield Part(address, address)
            done = found.start() + len(written)
    if done < len(text):
        yield Part(text[done:])


def _without_punctuation(written: str) -> str:
    """Take from the end what belongs to the sentence; a bracket stays where its partner is part of the address."""
    while True:
        shorter = written.rstrip(PUNCTUATION)
        opening = BRACKETS.get(shorter[-1:])
        if opening and shorter.count(opening) < shorter.count(shorter[-1]):
            shorter = shorter[:-1]
        if shorter == written:
            return written
        written = shorter


def _address(written: str) -> str:
    """Answer the address in plain ASCII, or nothing when it is none that can be shown as what it is."""
    try:
        split = urlsplit(written)
        good = _is_plain(split) and split.port != 0
    except ValueError:
        return ""
    return iri_to_uri(written) if good else ""


def _is_plain(split: SplitResult) -> bool:
    host = split.hostname or ""
    # What is left of the address's middle may only be the port.
    rest = split.netloc.lower().removeprefix(host)
    if not (split.netloc.isascii() and HOST.fullmatch(host) and PORT.fullmatch(rest)):
        return False
    # Browsers read a host that ends in a number as an IPv4 address, in any base and with parts left out.
    return not NUMBER.fullmatch(host.rpartition(".")[2]) or str(ipaddress.IPv4Address(host)) == host
