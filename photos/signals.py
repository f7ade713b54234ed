"""What the applications above may listen to."""

from django.dispatch import Signal

# Sent with `photo`, once it can be seen by those who may see it; a failing receiver changes nothing.
photo_published = Signal()
# Sent with `photo` and `actor`.
photo_liked = Signal()
# Sent with `comment`, `photo` and `actor`.
comment_added = Signal()
