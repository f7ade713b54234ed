"""Transactions of the SQL database that are tried again when they collided with another one."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.02
# MySQL's words for a deadlock and for a lock that took too long; it has undone the whole transaction by then.
COLLIDED = frozenset({1213, 1205})


def retried(change: Callable[P, R]) -> Callable[P, R]:
    """Run a function in a transaction, and again when that collided; within another transaction it runs once."""

    @functools.wraps(change)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    return change(*args, **kwargs)
            except OperationalError as error:
                nested = transaction.get_connection().in_atomic_block
                if nested or attempt == ATTEMPTS - 1 or not _collided(error):
                    raise
                time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 -- jitter, no secret
        raise AssertionError

    return trying


def _collided(error: OperationalError) -> bool:
    return (bool(error.args) and error.args[0] in COLLIDED) or "locked" in str(error)
