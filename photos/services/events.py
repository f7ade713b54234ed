"""What S3 tells when a file has come (the documented "Event message structure"), by a queue or to a Lambda function."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings

from core.ids import PhotoId, is_id
from core.tickets import INCOMING
from photos.models import AWAITING, PROCESSING
from photos.services.receiving import receive


class NoEvent(ValueError):
    """What was read is no event of S3 at all, and never will be one."""


class NotDone(Exception):
    """Somebody else is at a photo, or has died there: the event has to come again."""


@dataclass(frozen=True)
class Told:
    """Whose picture has come, or else why a notice is of no interest."""

    photo_id: PhotoId | None
    otherwise: str = ""


def handle_event(event: object) -> list[str]:
    """Receive the pictures that an event tells of, and answer a line for the log for each notice in it.

    Raises NoEvent, NotDone, and what `receive` raises; the event should then come again.
    """
    if not settings.S3_BUCKET:
        # Else each event would be taken for one about somebody else's bucket.
        raise NotDone("S3_BUCKET is not set")
    lines: list[str] = []
    faults: list[Exception] = []
    for told in read_event(event):
        try:
            lines.append(f"photo {told.photo_id}: {_done(told.photo_id)}" if told.photo_id else told.otherwise)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others in the event are as good as without it
            faults.append(error)
    if faults:
        raise faults[0]
    return lines


def _done(photo_id: PhotoId) -> str:
    status = receive(photo_id=photo_id)
    if status == PROCESSING:
        raise NotDone(f"somebody else is at photo {photo_id}")
    return "nothing there" if status == AWAITING else status


def read_event(event: object) -> list[Told]:
    """List what an event of S3 says, or raise NoEvent."""
    if not isinstance(event, dict):
        raise NoEvent(f"no event: {event!r:.200}")
    if "Records" not in event:
        # S3 sends such a one (s3:TestEvent) when it is told to send events.
        return [Told(None, f"ignored: {event.get('Event', 'an event without records')!r:.200}")]
    try:
        return [_read(record) for record in event["Records"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise NoEvent(f"no event of S3: {event!r:.200}") from error


def _read(record: dict[str, Any]) -> Told:
    what, source = record["eventName"], record.get("eventSource", "aws:s3")
    if source != "aws:s3" or not what.startswith("ObjectCreated:"):
        return Told(None, f"ignored: {source!r:.80} {what!r:.80}")
    bucket = record["s3"]["bucket"]["name"]
    key = unquote_plus(record["s3"]["object"]["key"])
    photo_id = key.removeprefix(INCOMING)
    if bucket != settings.S3_BUCKET or not key.startswith(INCOMING) or not is_id(photo_id):
        return Told(None, f"ignored: {key!r:.200} in {bucket!r:.80} is no picture of ours")
    return Told(PhotoId(photo_id))
