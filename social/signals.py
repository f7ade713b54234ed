"""What the applications above may listen to; sent once it is stored for good."""

from django.dispatch import Signal

# Sent with `actor` and `other`: the actor asks to be friends.
friendship_requested = Signal()
# Sent with `actor` and `other`: the actor has taken that back.
friendship_request_cancelled = Signal()
# Sent with `actor` (who accepted, or asked back), `other`, and `friendship_id`.
friendship_began = Signal()
# Sent with `actor` and `other`: unfriended or blocked, whichever came first.
friendship_ended = Signal()
# Sent with `actor` and `other`, for the log of the actor alone: the other one is never told.
person_blocked = Signal()
