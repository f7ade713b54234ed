"""The secret key: from SECRET_KEY, else generated once into the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from lumina_site import env

SHORTEST_KEY = 32


def secret_key(data_dir: Path) -> str:
    """Answer the secret key, making and keeping one in `data_dir` (mode 0600) when none is given."""
    given = env.text("SECRET_KEY")
    if given:
        if len(given) < SHORTEST_KEY:
            message = f"SECRET_KEY is too short to be secret: set {SHORTEST_KEY} characters or more."
            raise env.ConfigurationError(message)
        return given
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        message = (
            f"DATA_DIR={data_dir} cannot be used ({error.strerror}): set DATA_DIR to a folder that you can write to."
        )
        raise env.ConfigurationError(message) from error


def _write_once(path: Path, key: str) -> None:
    """Write the key so that of several processes starting at once exactly one wins and none reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix="secret_key.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # A link fails when the name exists, where a rename would replace another process's key.
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        Path(temporary).unlink()
