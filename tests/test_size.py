"""The size budget: a room that outgrows it becomes a package. There is no list of exceptions, and it stays empty."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = {".py": 350, ".html": 150, ".css": 350, ".js": 350}
MOST_FUNCTION_LINES = 50
MEDIAN_VIEW_LINES = 12


def files(*endings: str) -> list[Path]:
    """List what git knows or would add, so that nothing installed or generated is measured."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    found = [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]
    assert found
    return found


def functions(path: Path) -> list[tuple[str, int]]:
    """List the functions of a file with their lines."""
    tree = ast.parse(path.read_text())
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in nodes]


@pytest.mark.parametrize("ending", MOST_LINES)
def test_no_file_outgrows_its_room(ending: str) -> None:
    sizes = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in files(ending)}
    assert {str(path): size for path, size in sizes.items() if size > MOST_LINES[ending]} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}": size
        for path in files(".py")
        for name, size in functions(path)
        if size > MOST_FUNCTION_LINES
    }
    assert long == {}


def test_views_stay_thin() -> None:
    views = [path for path in files(".py") if path.name == "views.py" or path.parent.name == "views"]
    sizes = sorted(size for path in views for _, size in functions(path))
    assert sizes[len(sizes) // 2] <= MEDIAN_VIEW_LINES


def test_templates_have_no_inline_style_or_script() -> None:
    inline = {
        str(path.relative_to(ROOT)): mark
        for path in files(".html")
        for mark in (" style=", "<style", "<script>", "onclick=", "javascript:")
        if mark in path.read_text().lower()
    }
    assert inline == {}


def test_no_scan_outside_commands_and_tests() -> None:
    scanning = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if ".scan(" in path.read_text() and not {"tests", "commands", "conftest.py"} & set(path.parts)
    ]
    assert scanning == []
