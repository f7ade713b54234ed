"""The site's own settings with a few shortcuts that change no behaviour that is tested."""

from lumina_site.settings import *  # noqa: F403
from lumina_site.settings import DATA_DIR, DATABASES, DB_HOST, STORAGES

# What is tested is who gets in, not how long a hash takes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files by their plain names, so that they need not be collected for each process.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A file, as on the real site: SQLite in memory knows no waiting between threads.
if not DB_HOST:
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
