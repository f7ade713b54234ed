"""Photos as JSON, over the same queries and services as the pages."""

from ninja import Router

from photos.api.photos import router as photos
from photos.api.portraits import router as portraits
from photos.api.talking import router as talking
from photos.api.uploads import router as uploads

router = Router()
router.add_router("", photos)
router.add_router("", uploads)
router.add_router("", talking)
router.add_router("", portraits)
