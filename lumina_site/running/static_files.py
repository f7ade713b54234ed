"""Collecting static files, which takes seconds, only when one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from lumina_site.running.folder import write_whole

# The viewer of API pages is not shown, and compressing it takes ten times as long as all the rest.
IGNORED = ["ninja"]


def collect_changed_static_files() -> None:
    """Collect static files into STATIC_ROOT unless what is there came from the very same files."""
    root = Path(settings.STATIC_ROOT)
    # Beside the folder: what is inside is served.
    stamp = root.with_name(f"{root.name}.stamp")
    fingerprint = _fingerprint()
    if stamp.is_file() and root.is_dir() and stamp.read_text() == fingerprint:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=IGNORED)
    write_whole(stamp, fingerprint)


def _fingerprint() -> str:
    """Name the present state of all static files: where each is, its size and its time."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{storage.path(name)}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
