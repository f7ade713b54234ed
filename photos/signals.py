"""What the applications above may listen to."""

from django.dispatch import Signal

# Sent with `photo`, once it can be seen by those who may see it; a failing receiver changes nothing.
photo_published = Signal()
# Sent with `photo` and `verdict`, when the screening has held or rejected it, so that its owner alone sees it; a
# failing receiver changes nothing.
photo_withheld = Signal()
# Sent with `photo`, once friends may see it: when it is published, or when an edit shows it to them.
photo_shared = Signal()
# Sent with `photo` and `actor`.
photo_liked = Signal()
# Sent with `comment`, `photo` and `actor`.
comment_added = Signal()
# Sent with `comment` and `actor`, when it is gone.
comment_deleted = Signal()
# Sent with `comment`, `photo` and `actor`, when a moderator wants somebody else's comment away from somebody else's
# photo. Who listens has to decide it; their errors reach the actor.
comment_moderated = Signal()
# Sent with `photo` and `actor`, when its words have changed.
photo_edited = Signal()
# Sent with `photo` and `actor`, once nobody sees it any more.
photo_deleted = Signal()
# Sent with `photo` before its last trace goes, so that what hangs on it goes as well; may be sent twice.
photo_removed = Signal()
# Sent with `photo` and `viewer`, when a view was counted.
photo_viewed = Signal()
