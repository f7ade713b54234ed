"""How tests walk through the administration: along its links, and through pages that are alike only a few times."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

# The order of lists, numbers beside filters, and what only leads on.
LEFT_ALONE = re.compile(r"^/admin/(logout|jsi18n|r)/|[?&](o|_facets|_changelist_filters|all)=")
# A list with one filter at a time, or with none.
MOST_PARAMETERS = 1


def kind_of(link: str) -> tuple[str, ...]:
    """Say what pages have in common that differ by an id or by the value of a filter alone."""
    parts = urlsplit(link)
    path = re.sub(r"/[0-9a-f_-]*\d[^/]*/", "/ID/", parts.path)
    return (path, *sorted(name for name, _ in parse_qsl(parts.query)))


def links_in(address: str, page: str) -> list[str]:
    """List the pages of the administration that a page leads to."""
    found = (urldefrag(urljoin(address, unescape(link))).url for link in re.findall(r'href="([^"]+)"', page))
    return [link for link in found if link.startswith("/admin/") and not LEFT_ALONE.search(link)]


def walk(visit: Callable[[str], str], *, start: set[str], most: int, values: int) -> None:
    """Visit the front, these pages, and all that they lead to; `visit` answers what a page shows.

    Of pages that are alike `most` are visited, of lists with another value of the same filter `values`.
    """
    known, waiting, opened = {*start}, ["/admin/", *sorted(start)], Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.pop(0)
        for link in links_in(address, visit(address)):
            kind = kind_of(link)
            parameters = len(kind) - 1
            if link not in known and parameters <= MOST_PARAMETERS and opened[kind] < (values if parameters else most):
                known.add(link)
                opened[kind] += 1
                waiting.append(link)
