"""What the applications above may listen to."""

from django.dispatch import Signal

# Both may be sent again after a crash: `key` tells what was told already.
# Sent with `person`, whose thing it is, `text`, which tells them what was decided and why, and `key`.
decision_made = Signal()
# Sent with `person`, who reported something, `text`, which tells them what became of it, and `key`.
report_answered = Signal()
