"""How a whole site runs on one machine: the data folder, the table server, the web server, and their end.

What the site does is not known here; `manage.py up` is the only caller besides the tests.
"""

from lumina_site.env import ConfigurationError


class CannotRunError(ConfigurationError):
    """One sentence for the operator: why the site does not start or did not go on, and what to do."""
