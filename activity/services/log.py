"""The activity log: each thing that a person did, for themselves and for staff."""

from datetime import timedelta

from activity.models import Event, event_key, event_key_of_month
from core.dynamo import batch_put
from core.ids import made_at

KEPT = timedelta(days=365)


def log_event(*, user_id: int, event_id: str, what: str, photo_id: str = "", other_id: int = 0) -> None:
    """Remember what somebody did; the id comes from where it happened, so that doing this twice changes nothing."""
    batch_put(
        Event(
            *key,
            event_id=event_id,
            user_id=user_id,
            what=what,
            photo_id=photo_id,
            other_id=other_id,
            expires_at=made_at(event_id) + KEPT,
        )
        for key in (event_key(user_id, event_id), event_key_of_month(event_id))
    )
