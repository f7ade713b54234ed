"""Handing work to the background: at once where there is no broker, else to Celery's workers."""

import logging
from typing import Any

from celery import Task

log = logging.getLogger(__name__)


def enqueue(task: "Task[..., Any]", *args: Any) -> None:  # noqa: ANN401 -- whatever the task takes
    """Have a task done; a broker that is away is logged and fails nothing.

    What must not be lost leaves a mark in its store before, from which the housekeeping does it again.
    """
    try:
        task.delay(*args)
    except Exception:
        # Brokers have as many classes for "away" as there are brokers.
        log.exception("background: %s%r was not handed over", task.name, args)
