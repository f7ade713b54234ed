"""The site in a hurry: what its sockets do every half minute happens at once, so that a test can wait for it."""

from lumina_site.asgi import application

from lumina_site import sockets  # isort: skip -- the line above sets Django up

sockets.CHECK_SECONDS = 0.3
sockets.SOON_SECONDS = 0.3

__all__ = ["application"]
