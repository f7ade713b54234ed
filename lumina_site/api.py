"""The JSON API put together from the routers of the applications."""

from accounts.api import router as accounts
from activity.api import router as activity
from core.api import build
from lumina_site.api_words import CHAPTERS, SUMMARY, TITLE, WORDS
from messaging.api import router as messaging
from moderation.api import router as moderation
from photos.api import router as photos
from photos.api.images_v1 import router as images_v1
from social.api import router as social

api = build(TITLE, SUMMARY, chapters=CHAPTERS, words=WORDS)
api.add_router("", accounts)
api.add_router("", social)
api.add_router("", photos)
api.add_router("/v1", images_v1)
api.add_router("", messaging)
api.add_router("", moderation)
api.add_router("", activity)
