"""`manage.py up`, which `make run` calls: the whole site on this machine, until Ctrl-C."""

from django.core.management.base import BaseCommand

from lumina_site.running.site import run_site


class Command(BaseCommand):
    """Start the stores and the web server, and stop them together."""

    help = "Run the whole site on this machine until Ctrl-C: stores, tables, static files, web server."
    # The checks import every view, and the web server is about to do that anyway.
    requires_system_checks = ()

    def handle(self, **_: object) -> None:
        """Run until asked to stop."""
        run_site(self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
