"""`python -m benchmarks`: fill sites of several sizes, measure pages and uploads, print the tables."""

import argparse
import gc
import sys
from collections.abc import Sequence

from benchmarks import uploads
from benchmarks.measuring import HEADINGS, row, table
from benchmarks.world import temporary_sites

NAMES = ("home", "all", "profile", "tag", "search", "photo", "photo in a listing", "like", "comment")
UPLOADS = "uploads"
# More likes than this would run out of photos that the viewer has not liked yet, on the smallest site.
MOST_ROUNDS = 300


def say(text: str) -> None:
    """Print at once, so that one sees how far a long run is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--photos", default="1000,10000,100000", help="sizes of the sites, at least 1000 each")
    parser.add_argument("--rounds", type=int, default=100, help=f"of each page on each site, up to {MOST_ROUNDS}")
    parser.add_argument("--only", default="", help=f"some of: {', '.join((*NAMES, UPLOADS))}")
    given = parser.parse_args(arguments)
    only = [name.strip() for name in given.only.split(",") if name.strip()]
    if unknown := set(only) - {*NAMES, UPLOADS}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    sizes = sorted(int(size) for size in given.photos.split(","))
    if sizes[0] < 1000 or not 1 <= given.rounds <= MOST_ROUNDS:  # noqa: PLR2004 -- fewer do not fill every page
        parser.error("give at least 1000 photos and 1 to 300 rounds")
    # First, since a process that is started counts the memory of who starts it.
    if not only or UPLOADS in only:
        measure_uploads()
    if not only or set(only) - {UPLOADS}:
        measure_pages(sizes, only, given.rounds)


def measure_pages(sizes: Sequence[int], only: Sequence[str], rounds: int) -> None:
    """Print the table of pages."""
    with temporary_sites(sizes) as sites:
        # Models can be read only once Django stands.
        from benchmarks.pages import filled, measure  # noqa: PLC0415

        ready = filled(sites, only, say)
        gc.collect()
        rows = [row(found, of_one_page[0]) for of_one_page in measure(ready, rounds=rounds) for found in of_one_page]
    say("\n" + table(HEADINGS, rows))


def measure_uploads() -> None:
    """Print the table of uploads."""
    rows, missing = uploads.uploads_table()
    say("\n".join(("", table(uploads.HEADINGS, rows), missing)))


main(sys.argv[1:])
