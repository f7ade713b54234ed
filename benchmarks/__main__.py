"""`python -m benchmarks`: fill sites of several sizes, measure pages, friends and uploads, print the tables.

`python -m benchmarks messages`: run sites as people do and measure how fast messages go from browser to browser.
"""

import argparse
import gc
import sys
from collections.abc import Sequence

from benchmarks import uploads
from benchmarks.measuring import HEADINGS, HEADINGS_BY_FRIENDS, row, row_by_friends, table
from benchmarks.world import temporary_sites

NAMES = ("home", "all", "profile", "tag", "search", "photo", "photo in a listing", "like", "comment")
FRIENDS, UPLOADS, MESSAGES = "friends", "uploads", "messages"
# More likes than this would run out of photos that the viewer has not liked yet, on the smallest site.
MOST_ROUNDS = 300


def say(text: str) -> None:
    """Print at once, so that one sees how far a long run is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=[MESSAGES], help="instead of everything else")
    parser.add_argument("--messages", type=int, default=200, help="on each site, at least 20")
    parser.add_argument("--photos", default="1000,10000,100000", help="sizes of the sites, at least 1000 each")
    parser.add_argument("--rounds", type=int, default=100, help=f"of each page on each site, up to {MOST_ROUNDS}")
    parser.add_argument("--only", default="", help=f"some of: {', '.join((*NAMES, FRIENDS, UPLOADS))}")
    given = parser.parse_args(arguments)
    if given.what == MESSAGES:
        measure_messages(max(20, given.messages))
        return
    only = [name.strip() for name in given.only.split(",") if name.strip()]
    if unknown := set(only) - {*NAMES, FRIENDS, UPLOADS}:
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
    """Print the tables of pages and of friends."""
    with temporary_sites(sizes) as sites:
        # Models can be read only once Django stands.
        from benchmarks import friends  # noqa: PLC0415
        from benchmarks.pages import filled, measure  # noqa: PLC0415

        ready = filled(sites, only, say)
        gc.collect()
        if set(only) != {FRIENDS}:
            rows = [row(found, of_one[0]) for of_one in measure(ready, rounds=rounds) for found in of_one]
            say("\n" + table(HEADINGS, rows))
        if not only or FRIENDS in only:
            compared = friends.measure_pages(ready, rounds=rounds)
            rows = [row_by_friends(found, of_one[0]) for of_one in compared for found in of_one]
            say("\n" + table(HEADINGS_BY_FRIENDS, rows))
            rows = [friends.feed_row(found) for found in friends.measure_feeds(ready[-1])]
            say("\n" + table(friends.FEED_HEADINGS, rows))


def measure_messages(number: int) -> None:
    """Print the table of messages."""
    # What it needs beyond the site itself is needed for nothing else here.
    from benchmarks import messages  # noqa: PLC0415

    messages.measure_messages(number, say)


def measure_uploads() -> None:
    """Print the table of uploads."""
    rows, missing = uploads.uploads_table()
    say("\n".join(("", table(uploads.HEADINGS, rows), missing)))


main(sys.argv[1:])
