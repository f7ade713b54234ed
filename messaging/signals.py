"""What the applications above may listen to; sent once it is stored for good."""

from django.dispatch import Signal

# Sent with `message`, `actor` (who wrote it) and `other` (the Person who got it).
message_sent = Signal()
# Sent with `actor` and `other`: the actor has read what the other one wrote, up to `message_id`.
messages_read = Signal()
