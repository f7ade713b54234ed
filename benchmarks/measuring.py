"""Clocks and the arithmetic of a run: rounds in turn, so that what drifts on the machine drifts for all alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


def milliseconds_of(work: Callable[[], object]) -> float:
    """Answer how long the work takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@dataclass
class Measured:
    """What was found out about one page (or deed) on a site of one size; times in milliseconds."""

    name: str
    photos: int
    # Of the person who looks or does.
    friends: int = 1
    page: list[float] = field(default_factory=list)
    query: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    sql: int = 0
    dynamodb: int = 0

    @property
    def p50(self) -> float:
        """Answer the median time of the page."""
        return statistics.median(self.page)

    @property
    def p95(self) -> float:
        """Answer what 19 of 20 requests stay below."""
        return statistics.quantiles(self.page, n=20)[-1]

    @property
    def bare_p50(self) -> str:
        """Write the median time of its bare calls, where it makes any."""
        return f"{statistics.median(self.bare):.1f}" if self.dynamodb else ""

    @property
    def page_to_bare(self) -> str:
        """Write how many times its own bare calls the page takes."""
        return self._to_bare(self.page)

    @property
    def query_to_bare(self) -> str:
        """Write the same of the query function, where there is one."""
        return self._to_bare(self.query)

    def _to_bare(self, times: Sequence[float]) -> str:
        return f"{statistics.median(times) / statistics.median(self.bare):.2f}" if times and self.dynamodb else ""


def row(measured: Measured, smallest: Measured) -> list[str]:
    """Write the figures of one page for the table."""
    return [
        measured.name,
        f"{measured.photos:,}",
        f"{measured.p50:.1f}",
        f"{measured.p95:.1f}",
        str(measured.sql),
        str(measured.dynamodb),
        measured.bare_p50,
        measured.query_to_bare,
        measured.page_to_bare,
        f"{measured.p50 / smallest.p50:.2f}",
    ]


def row_by_friends(measured: Measured, smallest: Measured) -> list[str]:
    """Write the same with the number of friends."""
    name, *rest = row(measured, smallest)
    return [name, f"{measured.friends:,}", *rest]


HEADINGS = (
    *("page", "photos", "p50 ms", "p95 ms", "SQL", "DynamoDB", "bare ms"),
    *("query / bare", "page / bare", "to the smallest"),
)
HEADINGS_BY_FRIENDS = ("page", "friends", *HEADINGS[1:])


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table for people and for Markdown alike."""
    widths = [max(len(line[column]) for line in (headings, *rows)) for column in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join(f"| {' | '.join(text.ljust(w) for text, w in zip(line, widths, strict=True))} |" for line in lines)
