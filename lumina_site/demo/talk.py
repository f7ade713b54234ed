"""What the demo's people say under each other's photos, and whom they like: by chance, but the same at every run."""

import random
from collections.abc import Iterator, Sequence

from accounts.models import User

REMARKS = (
    "Oh, this is lovely.",
    "The light! How long did you wait for it?",
    "I can almost hear it.",
    "Now I want to go back there.",
    "That colour in the corner makes it.",
    "Printed and on the kitchen wall, if I may?",
    "You always find the quiet ones.",
    "Bo barked at the screen. That is his highest praise.",
    "Is that from the walk in spring?",
    "I was there on the same day and saw nothing of this.",
    "More of these, please.",
    "The small things in the background are my favourite part.",
    "My tea went cold over this one.",
    "Next time take me along.",
    "So still. Thank you.",
    "I would not have dared to leave that much empty. It works.",
    "Which lens was that?",
    "Saved for a rainy Monday.",
)
REPLIES = ("Thank you!", "Half past five in the morning. Never again. (Until Saturday.)", "Luck, mostly.", "Any time.")


def likers(number: int, owner: User, people: Sequence[User]) -> list[User]:
    """Choose who likes the photo of this number; some photos are liked by nearly everybody, some by nobody."""
    chance = random.Random(f"likes {number}")
    others = [person for person in people if person != owner]
    return chance.sample(others, k=min(len(others), int(chance.triangular(0, 8, 2))))


def remarks(number: int, owner: User, people: Sequence[User]) -> Iterator[tuple[User, str]]:
    """Choose who says what under it, in order; every third photo has something, and owners sometimes answer."""
    chance = random.Random(f"remarks {number}")
    if chance.random() > 1 / 3:
        return
    others = [person for person in people if person != owner]
    speakers = chance.sample(others, k=min(len(others), chance.choice((1, 1, 2, 3))))
    yield from zip(speakers, chance.sample(REMARKS, k=len(speakers)), strict=True)
    if chance.random() > 1 / 2:
        yield owner, chance.choice(REPLIES)
