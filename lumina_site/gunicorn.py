"""How gunicorn serves the site: `gunicorn -c python:lumina_site.gunicorn lumina_site.asgi:application`.

`manage.py up` and production use the same file. The names are gunicorn's settings; host, port and processes come from
the site's own (settings.py).
"""

import os
import resource
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings

from lumina_site.env import ConfigurationError
from lumina_site.running.network import joined
from lumina_site.running.processes import die_with

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")
try:
    bind = joined(settings.HOST, settings.PORT)
except ConfigurationError as error:
    sys.exit(f"lumina: {error}")

worker_class = "asgi"
workers = settings.WEB_CONCURRENCY
proc_name = "lumina"
# This watches the event loop only: views run in threads and have deadlines of their own.
timeout = 30
# An open WebSocket would use up all of it at every stop.
graceful_timeout = 5
# Behind a load balancer longer than that keeps idle connections (60 s on AWS), so that it closes first. Else short:
# an idle browser holds up every stop.
keepalive = 65 if settings.SECURE_PROXY_SSL_HEADER else 5
control_socket_disable = True

# Long enough for a search in any alphabet (percent-encoded) and for a session's cookies, and no longer.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
# A page says little over its socket. Each byte of a message costs a turn of a Python loop, so that the 16 MB which are
# the default would hold up everybody for seconds.
websocket_max_message_size = 8192
# FORWARDED_ALLOW_IPS names the proxies whose X-Forwarded headers count; gunicorn itself would trust loopback.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "")

accesslog = None
errorlog = "-"
loglevel = "info" if settings.DEBUG else "warning"


def on_starting(server: "Arbiter") -> None:
    """Refuse several processes without a bus between them, also when their number came from the command line."""
    if server.cfg.workers > 1 and not settings.REDIS_URL:
        sys.exit(f"lumina: {server.cfg.workers} workers need a bus between them: set REDIS_URL, or WEB_CONCURRENCY=1.")


def post_fork(server: "Arbiter", worker: "Worker") -> None:  # noqa: ARG001 -- the signature is gunicorn's
    """Leave no worker behind when the master is killed, and let it have as many sockets open as the machine allows."""
    die_with(server.pid)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS says that there is no limit, and refuses just that.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
