"""Typed reading of environment variables: every value is checked, and a wrong one stops the start with one sentence.

What the variables mean is said in settings.py and in the README's table, not here.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
# Names as browsers send them: other alphabets in their xn-- form, IPv6 in brackets.
ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(?P<port>[1-9][0-9]{0,4}))?",
    re.ASCII,
)
USUAL_PORTS = {"http": "80", "https": "443"}


class ConfigurationError(Exception):
    """One sentence for the operator: which variable is wrong and what to set instead."""


def _raw(name: str) -> str | None:
    value = os.environ.get(name, "").strip()
    return value or None


def text(name: str, default: str = "") -> str:
    """Read a plain string; an empty variable counts as unset."""
    return _raw(name) or default


def flag(name: str, *, default: bool) -> bool:
    """Read an on/off switch (1/0, true/false, yes/no, on/off in any case)."""
    value = _raw(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    message = f"{name}={value} is neither on nor off: set {name}=on or {name}=off."
    raise ConfigurationError(message)


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number between `least` and `most`, both included."""
    value = _raw(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value[:20]) <= most:
        message = f"{name}={value} will not do: set a whole number from {least} to {most}."
        raise ConfigurationError(message)
    return int(value)


def choice(name: str, default: str, options: Iterable[str]) -> str:
    """Read one of a few words, in any case."""
    value = (_raw(name) or default).lower()
    allowed = list(options)
    if value not in allowed:
        message = f"{name}={value} is unknown: set one of {', '.join(allowed)}."
        raise ConfigurationError(message)
    return value


def words(name: str, default: Iterable[str] = ()) -> list[str]:
    """Read a comma-separated list."""
    value = _raw(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def url(name: str, schemes: Iterable[str]) -> str | None:
    """Read an address with a host and one of the schemes, without a slash at its end."""
    value = _raw(name)
    if value is None:
        return None
    allowed = list(schemes)
    try:
        parts = urlsplit(value)
        good = parts.scheme in allowed and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        good = False
    if not good:
        message = f"{name}={value} is not an address: it must look like {allowed[0]}://host:port."
        raise ConfigurationError(message)
    return value.rstrip("/")


def origins(name: str) -> list[str]:
    """Read a comma-separated list of sites as browsers name them: scheme, host and port, nothing behind."""
    return [_origin(name, word) for word in words(name)]


def _origin(name: str, word: str) -> str:
    found = ORIGIN.fullmatch(word.lower().removesuffix("/"))
    if found is None or int(found["port"] or 1) > 65535:  # noqa: PLR2004 -- the last port
        message = f"{name}={word} names no site: each must look like https://photos.example.org, without a path."
        raise ConfigurationError(message)
    # Browsers leave the usual port out.
    is_usual = found["port"] in {None, USUAL_PORTS[found["scheme"]]}
    return f"{found['scheme']}://{found['host']}" + ("" if is_usual else f":{found['port']}")


def folder(name: str, default: Path) -> Path:
    """Read a folder and make it absolute; it is made when something is first written."""
    return Path(_raw(name) or default).expanduser().absolute()
