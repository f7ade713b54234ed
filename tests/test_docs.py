"""What the README promises, held against the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
READING = re.compile(r'env\.(?:text|flag|integer|choice|words|origins|url|folder)\(\s*"([A-Z0-9_]+)"')
ALSO_READING = re.compile(r'environ(?:\.get\(|\[)"([A-Z0-9_]+)"')
# Said by make or by the operating system, not by whoever runs the site.
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def variables_in_code() -> set[str]:
    """List the names that the site reads."""
    code = "\n".join(path.read_text() for path in (ROOT / "lumina_site").glob("**/*.py") if "tests" not in path.parts)
    return (set(READING.findall(code)) | set(ALSO_READING.findall(code))) - NOT_OURS


def variables_in_readme() -> set[str]:
    """List the names in the first column of the README's table of variables."""
    table = README.split("## Variables", 1)[1].split("\n## ", 1)[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([A-Z0-9_]+)`", cell)}


def test_the_table_of_variables_is_complete_and_names_nothing_else() -> None:
    assert variables_in_readme() == variables_in_code()


def test_every_make_target_in_the_documents_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for document in ("README.md", "ARCHITECTURE.md")
        for target in re.findall(r"`make ([a-z-]+)", (ROOT / document).read_text())
    }
    assert named
    assert named <= targets


def test_every_file_that_the_architecture_names_exists() -> None:
    named = re.findall(r"`((?:[a-z_.]+/)+[a-z_]*(?:\.[a-z]+)?)`", (ROOT / "ARCHITECTURE.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_command_in_the_documents_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    assert named
    assert named - ours <= {"createsuperuser", "check", "migrate", "collectstatic", "help"}
