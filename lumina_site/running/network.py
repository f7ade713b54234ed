"""Addresses and ports of this machine: what is free, what answers, what to type into a browser."""

import errno
import http.client
import socket
import time
from collections.abc import Callable

from lumina_site.running import CannotRunError

POLL_SECONDS = 0.03
# What a server listens on for everyone, and where it then answers on this machine.
_WILDCARDS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- recognised, not bound


def joined(host: str, port: int) -> str:
    """Write host and port as they stand in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def browser_address(host: str, port: int) -> str:
    """Answer the address under which a browser on this machine finds the site."""
    return f"http://{joined(_WILDCARDS.get(host, host), port)}"


def require_free_port(host: str, port: int) -> None:
    """Raise CannotRunError when nothing could listen on `host` and `port` now."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As gunicorn does: connections of an earlier run that linger do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise CannotRunError(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1  # noqa: PLR2004 -- the highest port
        return f"Port {port} is taken: stop what uses it, or choose another one with PORT={other}."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root: set PORT to one above 1023."
    return f"HOST={host} is no address of this machine: set HOST=127.0.0.1, or HOST=0.0.0.0 for every network."


def free_loopback_port() -> int:
    """Answer a port that nothing on this machine uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str, path: str) -> bool:
    """Tell whether an HTTP server at `address` says 200 to a GET of `path` within a second."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=1)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again until `condition` holds; False when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
