#!/usr/bin/env python
"""The command line of the site: `python manage.py help` lists what it can do."""

import os
import sys

from lumina_site.env import ConfigurationError


def main() -> None:
    """Run a command; a wrong setting is one sentence and exit status 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 -- its absence is explained below
    except ImportError:
        sys.exit("lumina: Django is not installed here: run `make run`, or activate .venv.")
    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"lumina: {error}")


if __name__ == "__main__":
    main()
