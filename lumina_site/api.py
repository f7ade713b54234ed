"""The JSON API put together from the routers of the applications."""

from accounts.api import router as accounts
from activity.api import router as activity
from core.api import build
from messaging.api import router as messaging
from moderation.api import router as moderation
from photos.api import router as photos
from social.api import router as social

api = build("Lumina", "Photos, people and what passes between them.")
api.add_router("", accounts)
api.add_router("", social)
api.add_router("", photos)
api.add_router("", messaging)
api.add_router("", moderation)
api.add_router("", activity)
