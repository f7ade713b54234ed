"""What the applications above may listen to."""

from django.dispatch import Signal

# Sent with `person`, whose thing it is, and `text`, which tells them what was decided and why.
decision_made = Signal()
