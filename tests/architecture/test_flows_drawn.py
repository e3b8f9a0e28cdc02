"""The drawn flows are those of the tables."""

import importlib.util
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def diagrams():
    """tools/ is no package: its module is loaded by its place."""
    spec = importlib.util.spec_from_file_location("diagrams", PROJECT / "tools" / "diagrams.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_diagram_is_stale():
    tool = diagrams()
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tool.FOLDER.glob("*.md")}
    assert drawn == tool.pages(), "run 'make diagrams'"
