"""Notes put together: likes of the same photo, requests of several people. No store is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from activity import kinds
from activity.models import Note
from core.ids import PhotoId, UserId


@dataclass
class Group:
    """Notes that are told in one sentence, the newest first."""

    what: str
    photo_id: PhotoId
    notes: list[Note] = field(default_factory=list)

    @property
    def actor_ids(self) -> list[UserId]:
        """List who did it, each once, the newest first."""
        return list(dict.fromkeys(UserId(int(note.actor_id)) for note in self.notes if note.actor_id))


@dataclass(frozen=True)
class Grouped:
    """Groups in the order of their newest notes, and the id of the last note that went into them if more follow."""

    groups: Sequence[Group]
    last_id: str | None


def grouped(notes: Sequence[Note], *, limit: int) -> Grouped:
    """Group notes, which come newest first, up to the one that would begin a group too many.

    So each note stands on one page, though a photo may have likes on two.
    """
    groups: dict[tuple[str, str], Group] = {}
    last_id: str | None = None
    for note in notes:
        key = _key(note)
        if key not in groups:
            if len(groups) == limit:
                return Grouped(list(groups.values()), last_id)
            groups[key] = Group(note.what, PhotoId(note.photo_id))
        groups[key].notes.append(note)
        last_id = note.note_id
    return Grouped(list(groups.values()), None)


def _key(note: Note) -> tuple[str, str]:
    # What a moderator has decided stands alone: each decision has words of its own.
    stands_alone = note.what in {kinds.MODERATION, kinds.REPORT}
    return note.what, note.note_id if stands_alone else note.photo_id
