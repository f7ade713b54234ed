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
    """What was found out about one page on a site of one size; times in milliseconds."""

    name: str
    photos: int
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
    def page_to_bare(self) -> float:
        """Answer how many times its own bare calls the page takes."""
        return self.p50 / statistics.median(self.bare)

    @property
    def query_to_bare(self) -> float | None:
        """Answer the same of the query function, where there is one."""
        return statistics.median(self.query) / statistics.median(self.bare) if self.query else None


def row(measured: Measured, smallest: Measured) -> list[str]:
    """Write the figures of one page for the table."""
    return [
        measured.name,
        f"{measured.photos:,}",
        f"{measured.p50:.1f}",
        f"{measured.p95:.1f}",
        str(measured.sql),
        str(measured.dynamodb),
        f"{statistics.median(measured.bare):.1f}",
        "" if measured.query_to_bare is None else f"{measured.query_to_bare:.2f}",
        f"{measured.page_to_bare:.2f}",
        f"{measured.p50 / smallest.p50:.2f}",
    ]


HEADINGS = (
    *("page", "photos", "p50 ms", "p95 ms", "SQL", "DynamoDB", "bare ms"),
    *("query / bare", "page / bare", "to the smallest"),
)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table for people and for Markdown alike."""
    widths = [max(len(line[column]) for line in (headings, *rows)) for column in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join(f"| {' | '.join(text.ljust(w) for text, w in zip(line, widths, strict=True))} |" for line in lines)
