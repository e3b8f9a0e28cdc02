"""Flow diagrams from the FLOW tables: ``make diagrams`` writes docs/flows/, one page for each room with a flow.

A test (tests/architecture/test_flows_drawn.py) holds the pages against the tables, so that none goes stale.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "flows"
HEAD = "<!-- Made by `make diagrams` from the FLOW tables. Change `rules.py`, not this page. -->\n"


def flows_of(room: str) -> list[Any]:
    """The flows that a room's rules declare, in the order they stand there."""
    from gongzhi.kit.flow import Flow

    rules = importlib.import_module(f"gongzhi.work.{room}.rules")
    return [value for value in vars(rules).values() if isinstance(value, Flow)]


def diagram(flow: Any) -> str:
    """One flow: the stages it moves between as a picture, the steps that stay as a list."""
    stages = dict(flow.model._meta.get_field("stage").choices)
    named = {str(code): str(label) for code, label in stages.items()}
    moving = [row for row in flow.rows if row.target is not None and row.sources]
    used = {str(stage) for row in moving for stage in (*row.sources, row.target)}
    lines = [f"## {flow.model._meta.verbose_name} `{flow.kind}`", ""]
    if moving:
        lines += ["```mermaid", "stateDiagram-v2"]
        lines += [f"    {code}: {named[code]}" for code in named if code in used]
        lines += [f"    {source} --> {row.target}: {row.label}" for row in moving for source in row.sources]
        lines += ["```", ""]
    staying = [row for row in flow.rows if row.target is None]
    if staying:
        lines += ["Steps that leave the stage as it is, or whose command decides it:", ""]
        lines += ["| step | 中文 | from |", "|---|---|---|"]
        for row in staying:
            sources = "、".join(named[str(stage)] for stage in row.sources) or "任何阶段"
            lines.append(f"| `{row.verb}` | {row.label} | {sources} |")
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """File name to text, for every room of the work floor that has a flow."""
    from django.conf import settings
    from django.utils import translation

    made = {}
    with translation.override("zh-hans"):
        for room in (
            app.rpartition(".")[2] for app in settings.INSTALLED_APPS if app.startswith("gongzhi.work.")
        ):
            try:
                found = flows_of(room)
            except ModuleNotFoundError:
                continue
            if found:
                parts = "\n".join(diagram(flow) for flow in found)
                made[f"{room}.md"] = f"{HEAD}\n# {room}\n\n{parts}"
    return made


def main() -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="gongzhi.config.settings", GONGZHI_TESTING="1")
    with tempfile.TemporaryDirectory(prefix="gongzhi-diagrams-") as folder:
        os.environ["GONGZHI_VAR"] = folder
        import django

        django.setup()
        made = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for gone in set(FOLDER.glob("*.md")) - {FOLDER / name for name in made}:
        gone.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/flows/{name}")


if __name__ == "__main__":
    sys.exit(main())
