"""The WSGI application; lumina_site/asgi.py runs it in threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")
application = get_wsgi_application()
