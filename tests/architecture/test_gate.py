"""The gate is asked in one place: every command that sets something for somebody asks it, or says here why it need not.

A new command with a target fails ``test_every_command_with_a_target_is_known`` until somebody decides.
"""

import ast
import inspect
import re
from pathlib import Path

from gongzhi.kit.command import COMMANDS, FOUNDERS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongzhi"
TARGETS = {
    "organisation_id", "organisation_ids", "street_id", "area_id", "area_ids", "team_id", "resolutions", "call",
    "issuer_id", "department_id", "from_organisation_id", "body", "scope_id",
}  # fmt: skip
#: Work for a street or community: these ask the port themselves.
ASKS = {"assign", "issue_letter"}
#: These set work through ``tasks.assign``, which asks.
THROUGH = {"decide", "add_resolution"}
#: These have a target and set no downward work.
NOT_DOWNWARD = {
    "instruct": "hangs on a resident's case: never stopped",
    "propose": "a street calls departments", "sound": "a street calls departments", "sound_at_once": "the same",
    "call_more": "the same", "move": "a department answers instead of another", "name_fallback": "the same",
    "draw_call_back": "who telephones a resident", "tried": "whether a resident was reached",
    "apply": "asks for admission", "refuse_push": "a street or community refuses", "stopped": "the gate's own record",
    "call_meeting": "calls a body together; what it resolves passes the gate", "raise_topic": "asks a body to talk",
    "draft": "a street addresses a department", "issue": "a street addresses a department",
    "order": "a street commands a team in its own area", "request_consent": "asks the street, sets it nothing to do",
    "plan_requirement": "nobody is told; handing it down goes through tasks.assign (below)",
    "publish": "a yearly call asks secretaries, who may leave it", "run_out": "closes such a call by the clock",
    "begin_listing": "a list of duties; what is done under it is a task",
    "draft_power": "gives the street a power, which it may say no to", "transfer": "a street hands a file over",
    "record_letter": "writes down for the clean-up what was signed before",
    "set_up_office": "a street's own office", "set_up_squad": "a street's own squad",
    "strip_function": "takes something from the street",
    "draft_form": "a draft; opening it asks for every street and community", "revise": "the same",
    "set_opening": "a counter's own hours", "enter_guide": "a counter's own guide",
}  # fmt: skip


def commands():
    """Verb and function of every command of the work floor that has a target."""
    for verb, run in [*((verb, run) for (_kind, verb), run in COMMANDS.items()), *FOUNDERS.items()]:
        if run.__module__.startswith("gongzhi.work.") and set(run.details.parameters) & TARGETS:
            yield verb, run


def test_every_command_with_a_target_is_known():
    found = {verb for verb, _run in commands()}
    assert found - ASKS - THROUGH - set(NOT_DOWNWARD) == set(), "does it set work for a street or community?"
    assert found >= ASKS | THROUGH


def test_those_that_set_work_ask():
    for verb, run in commands():
        text = inspect.getsource(inspect.unwrap(run))
        if verb in ASKS:
            assert "ports.ask(" in text, verb
        elif verb in THROUGH:
            assert "_resolve(" in text, verb
    policies = (SOURCE / "work/policies/commands/requirements.py").read_text()
    assert "tasks.assign(" in policies and policies.count("_hand_down(actor, ") == 2
    agenda = (SOURCE / "work/meetings/commands/agenda.py").read_text()
    assert "tasks.assign(" in agenda


def test_a_form_asks_for_every_sheet_of_every_period():
    """Opening it and the clock's next period go the same way, and that way asks."""
    asking = (SOURCE / "work/filings/commands/asking.py").read_text()
    functions = {
        node.name: ast.unparse(node) for node in ast.parse(asking).body if isinstance(node, ast.FunctionDef)
    }
    assert "ports.ask(" in functions["_send"]
    assert all("_send(" in functions[verb] for verb in ("open_", "open_period"))
    made = re.compile(
        r"(?<!class )\b(?<!model=)Sheet\(|Sheet\.objects\.(create|bulk_create|get_or_create|update_or_create)\("
    )
    writers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and "filings" in path.parts and made.search(path.read_text())
    }
    assert writers == {"work/filings/commands/asking.py"}


def test_tasks_and_letters_are_made_by_those_commands_alone():
    """Nobody writes a task or a new letter past its command: not by the model, not by a register."""
    made = re.compile(
        r"\b(Task|ResponsibilityLetter)(\.objects\.(create|bulk_create|update_or_create|get_or_create))?\("
    )
    wrong = []
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        if "/tests/" in name or "/migrations/" in name or name.startswith("work/tasks/models"):
            continue
        code = path.read_text()
        for match in made.finditer(code):
            line = code[code.rfind("\n", 0, match.start()) + 1 : match.end()]
            if not line.startswith("class ") and name not in (
                "work/tasks/commands.py", "work/mandates/commands/letters.py",
            ):  # fmt: skip
                wrong.append(f"{name}: {line.strip()}")
    assert not wrong


def test_only_a_residents_case_sets_work_without_asking():
    """``on_resident_case`` is said by the case's own step, and by no door."""
    said = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        and any(
            isinstance(node, ast.keyword) and node.arg == "on_resident_case"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert said == ["work/cases/commands/desk.py"]
