"""What a crash has left half done, as each application finds it in its stores, and how it is brought to its end."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something half done: its name, what is wrong with it, and how to finish it; that says in a word how it went."""

    thing: str
    what: str
    repair: Callable[[], str]
