"""What the applications above may listen to."""

from django.dispatch import Signal

# Sent with `person`, once the new account is stored.
person_signed_up = Signal()
# Sent with `person`, before the account of somebody who was never let in goes; who cannot forget them raises.
sign_up_declined = Signal()
# Sent with `person`, when their standing or their rights are others than before: QuerySet.update tells nobody.
account_changed = Signal()
# Sent with `person`, when another e-mail address is stored.
email_changed = Signal()
# Sent with `person`, when all sessions but the one at hand have ended.
other_sessions_ended = Signal()
