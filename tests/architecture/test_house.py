"""What a linter can't say about the house: packages are seen, files are short, doors are nobody else's."""

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "gongzhi"
DOORS = {"urls", "public_urls", "head_urls", "views", "public_views", "head_views", "pages", "api", "forms"}
LONGEST = 400
INDEX_HOSTS = re.compile(r"(pypi|npmjs|registry)\.(org|com|npmjs)|files\.pythonhosted|--(extra-)?index-url")
TEXT = {".py", ".toml", ".sh", ".md", ".lock", ".json", ".html", ".css", ".js", ".cfg", ".ini", ""}


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_every_folder_of_python_is_a_package():
    """import-linter does not see a package without ``__init__.py``."""
    bare = {str(path.parent) for path in SOURCE.rglob("*.py") if not (path.parent / "__init__.py").exists()}
    assert not bare


def test_no_file_is_longer_than_the_stop():
    long = {
        str(path.relative_to(SOURCE)): n
        for path in modules()
        if (n := len(path.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_nobody_imports_another_rooms_doors():
    wrong = []
    for path in modules():
        here = path.relative_to(SOURCE).parts
        if "tests" in here or here[0] == "config":
            continue
        for name in imported(path):
            parts = name.split(".")
            if (
                parts[:2] == ["gongzhi", "work"]
                and len(parts) > 3
                and parts[3] in DOORS
                and tuple(parts[1:3]) != here[:2]
            ):
                wrong.append(f"{'/'.join(here)} imports {name}")
    assert not wrong


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


def test_no_migration_imports_business():
    """A migration holds what was true on its day: of the application only fields, clock and identity."""
    allowed = re.compile(r"gongzhi\.(kit|[a-z]+\.[a-z0-9_]+\.models)")
    wrong = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in SOURCE.rglob("migrations/*.py")
        for name in imported(path)
        if name.startswith("gongzhi.") and not allowed.match(name)
    ]
    assert not wrong


def test_no_file_names_a_package_index():
    wrong = []
    for path in PROJECT.rglob("*"):
        parts = path.relative_to(PROJECT).parts
        if (
            parts[0] in {".venv", "node_modules", ".git", "var", "static"}
            or not path.is_file()
            or "vendor" in parts
        ):
            continue
        if (
            path.suffix in TEXT
            and path != Path(__file__)
            and parts[:2] != ("tests", "ground")
            and parts[0] != "tools"
        ):
            text = path.read_text(errors="ignore")
            if INDEX_HOSTS.search(text):
                wrong.append(str(path.relative_to(PROJECT)))
    assert not wrong
