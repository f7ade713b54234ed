"""What a decode process and the site say to each other: JSON and plain bytes, never pickles.

A decoder that was taken over by a hostile picture could make the site run anything through a pickle.
"""

import json
import struct
from dataclasses import asdict
from pathlib import Path

from photos.images.made import RENDITIONS, Made, UnreadableImage

READY = b"ready"
MAX_ANSWER = 32 * 1024 * 1024
_LENGTH = struct.Struct(">L")


class GarbledAnswerError(Exception):
    """A decode process sent something that is no answer."""


def asked(path: Path, seconds: float) -> bytes:
    """Return the request to make the renditions of a file within so many seconds."""
    return json.dumps({"path": str(path.absolute()), "seconds": seconds}).encode()


def read_request(request: bytes) -> tuple[Path, float]:
    """Return the path and the seconds of a request."""
    fields = json.loads(request)
    return Path(fields["path"]), fields["seconds"]


def answered(made: Made) -> bytes:
    """Return the answer that carries everything made: a JSON head, then the files one after the other."""
    sizes = {name: len(content) for name, content in made.files.items()}
    head = json.dumps({**asdict(made), "files": sizes}).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *made.files.values()])


def refused(error: UnreadableImage) -> bytes:
    """Return the answer that says why a file was refused."""
    head = json.dumps({"refused": error.message}).encode()
    return _LENGTH.pack(len(head)) + head


def read_answer(answer: bytes) -> Made:
    """Return what was made; raise UnreadableImage for a refusal, GarbledAnswerError for nonsense."""
    try:
        start = _LENGTH.size + _LENGTH.unpack_from(answer)[0]
        head = json.loads(answer[_LENGTH.size : start])
        if "refused" in head:
            raise UnreadableImage(head["refused"])
        files: dict[str, bytes] = {}
        for name in RENDITIONS:
            end = start + head["files"][name]
            files[name] = answer[start:end]
            start = end
        return Made(**{**head, "files": files})
    except (ValueError, TypeError, KeyError, struct.error) as error:
        raise GarbledAnswerError from error
