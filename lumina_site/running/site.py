"""The whole site on this machine, from nothing to a page in the browser and back to nothing."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

from core.dynamo import use_endpoint
from lumina_site.running import CannotRunError
from lumina_site.running.folder import claimed_folder
from lumina_site.running.housekeeping import Housekeeping
from lumina_site.running.network import answers, browser_address, require_free_port, wait_until
from lumina_site.running.processes import Child, StopRequested, stop_signals
from lumina_site.running.static_files import collect_changed_static_files
from lumina_site.running.tables import TableServer, announced

READY_SECONDS = 30.0
# gunicorn gives open requests 5 seconds (lumina_site/gunicorn.py) and needs a moment for itself.
STOP_SECONDS = 7.0
WATCH_SECONDS = 0.2
GUNICORN = ["-m", "gunicorn", "-c", "python:lumina_site.gunicorn", "lumina_site.asgi:application"]

WELCOME = """
  Lumina is running at  {address}

  Your data is in       {folder}
  To stop               Ctrl-C (nothing is lost)
  In another terminal   {demo:20}fills it with people and photos to look at
                        {admin:20}makes an account for {address}/admin/
"""


def run_site(say: Callable[[str], None]) -> None:
    """Start all that the site needs, serve until a signal to stop, and stop all that was started.

    Raises CannotRunError when it cannot start, or when one of its servers ends for good.
    """
    # What people upload and write is for the site alone, whoever else has an account on this machine.
    os.umask(0o077)
    address = browser_address(settings.HOST, settings.PORT)
    # Outermost, so that a signal is still caught while what was started is stopped.
    with stop_signals(), suppress(StopRequested), ExitStack() as running:
        running.enter_context(claimed_folder(settings.DATA_DIR, address))
        require_free_port(settings.HOST, settings.PORT)
        tables = running.enter_context(_table_server()) if settings.EMBEDDED_DYNAMODB else None
        _prepare_stores()
        web = running.enter_context(_web_server(address))
        say(WELCOME.format(address=address, folder=settings.DATA_DIR, demo=_make("demo"), admin=_make("admin")))
        _watch(web, tables)


@contextmanager
def _table_server() -> Iterator[TableServer]:
    """Run the table server, known to this process and, through a file, to the others."""
    folder = settings.DATA_DIR
    with (
        TableServer(database=folder / "dynamodb.sqlite3", log=folder / "dynamodb.log") as tables,
        announced(tables, settings.DYNAMODB_ENDPOINT_FILE),
    ):
        use_endpoint(tables.url)
        yield tables


def _prepare_stores() -> None:
    """Bring database, tables, bucket and static files up to date; all of it is safe to repeat."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        message = f"The database cannot be used ({error}): check DB_HOST, DB_USER, DB_PASSWORD, DB_NAME and DATA_DIR."
        raise CannotRunError(message) from error
    finally:
        connections.close_all()
    with Path(os.devnull).open("w") as nowhere:
        call_command("create_tables", stdout=nowhere)
        # A bucket at AWS is made by the deployment, with rights that the site itself should not have.
        if settings.STORAGE_BACKEND == "s3" and settings.S3_ENDPOINT_URL:
            call_command("create_bucket", stdout=nowhere)
        # On a machine of its own nothing else is at work now: what is half done was left by a crash.
        if settings.EMBEDDED_DYNAMODB:
            call_command("check_integrity", repair=True, older_than=0, stdout=nowhere)
    if not settings.DEBUG:
        collect_changed_static_files()


@contextmanager
def _web_server(address: str) -> Iterator[Child]:
    """Run gunicorn; the block begins when the site answers."""
    # The child runs in the project's folder, where a relative DATA_DIR would mean another one.
    environment = {**os.environ, "DATA_DIR": str(settings.DATA_DIR)}
    web = Child([sys.executable, *GUNICORN], environment, folder=settings.BASE_DIR)
    try:
        web.start()
        wait_until(lambda: web.ended or answers(address, "/healthz"), seconds=READY_SECONDS)
        if web.ended or not answers(address, "/healthz"):
            raise CannotRunError("The web server did not start: the lines above say why.")
        yield web
    finally:
        web.stop(patience=STOP_SECONDS)


def _watch(web: Child, tables: TableServer | None) -> None:
    """Look after the servers for ever: the table server gets one second chance, the web server looks after itself."""
    chances = 1
    house = Housekeeping()
    while True:
        if web.ended:
            raise CannotRunError("The web server has ended by itself, so everything was stopped: start again.")
        if tables is not None and tables.ended:
            if chances == 0:
                raise CannotRunError("The table server has ended twice, so everything was stopped: start again.")
            chances -= 1
            tables.start()
        house.when_due()
        time.sleep(WATCH_SECONDS)


def _make(target: str) -> str:
    """Write the make command that reaches this very site."""
    here = os.environ.get("DATA_DIR")
    return f"make {target} DATA_DIR={here} " if here else f"make {target}"
