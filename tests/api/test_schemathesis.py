"""The API keeps its own document's word: schemathesis over every operation, in one process, by a fixed seed.

Random words alone would meet 404 only, so ids of real things, areas and organisations are put in for some of them.
A 422 (and in Open311 a 400) to well-formed words is the contract: words may be well-formed and not good enough.
"""

import os
from itertools import count, cycle
from typing import Any

import pytest
import schemathesis
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

pytestmark = pytest.mark.slow
ROOMS = (
    "cases",
    "whistles",
    "tasks",
    "meetings",
    "admission",
    "mandates",
    "enforcement",
    "powers",
    "filings",
    "policies",
    "secretary_projects",
)
SCOPES = [f"{room}:{right}" for room in ROOMS for right in ("read", "write")]
WELL_SAID = ("400", "401", "403", "404", "409", "422", "429")
EXAMPLES = int(os.environ.get("EXAMPLES", "5"))  # each way of each operation


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def real(town):
    """What exists: one thing of each kind by the operation's first word, a number, an area, an organisation."""
    from tests.flows.making import one_of_each

    things = {model.__name__: thing for model, thing in one_of_each(town).items()}
    names = {
        "cases": "Case",
        "whistles": "Whistle",
        "report_ins": "ReportIn",
        "disputes": "Dispute",
        "tasks": "Task",
        "meetings": "Meeting",
        "topics": "Topic",
        "matters": "Matter",
        "pushes": "Push",
        "objections": "Objection",
        "listings": "Listing",
        "letters": "ResponsibilityLetter",
        "enforcement": "EnforcementFile",
        "delegated_powers": "DelegatedPower",
        "powers": "PowerUse",
        "command_orders": "CommandOrder",
        "yearly_opinions": "YearlyOpinion",
        "filings": "FilingForm",
        "filing_sheets": "Sheet",
        "policies": "PolicySet",
        "requirements": "Requirement",
        "acknowledgements": "Acknowledgement",
        "terms": "Term",
        "secretary_projects": "Project",
        "secretary_project_calls": "Call",
    }
    return {
        "things": {name: str(things[kind].pk) for name, kind in names.items()},
        "area": town.areas.unit.pk,
        "organisation_id": town.organisations.heating.pk,
        "category": "living-lamp",
        "service_code": "living-lamp",
        "number": things["Case"].number,
        "put_in": True,
    }


@pytest.fixture
def tokens(town):
    """Tokens of those who may do most, taken in turn."""
    from gongzhi.town.access.actor import system
    from gongzhi.town.people.commands import issue_token, keep_token

    keep_token(
        system("test"), town.users["liaison"], label="app", scopes=["open311:write"], days=30, plain="demo"
    )
    users = [town.users[name] for name in ("clerk", "heating", "leader", "dispatcher", "worker")]
    return cycle([issue_token(system("test"), user, "test", SCOPES, 30) for user in users])


@pytest.fixture
def kept_open(monkeypatch):
    """The WSGI handler closes what a test's transaction still needs."""
    for alias in connections:
        monkeypatch.setattr(connections[alias], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def document(real, tokens, kept_open):
    from gongzhi.config.wsgi import application

    config = SchemathesisConfig.from_dict({
        "seed": 20261122,
        "generation": {"mode": "all", "deterministic": True, "no-shrink": True, "database": "none",
                       "allow-extra-parameters": False},
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", *WELL_SAID]}},
    })  # fmt: skip
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    turns = count()

    @schema.hook
    def map_path_parameters(context: Any, parameters: Any) -> Any:
        if parameters and real["put_in"] and next(turns) % 3:
            room = context.operation.definition.raw["operationId"].split(".")[0]
            known = {"pk": real["things"].get(room), "number": real["number"], "code": real["service_code"]}
            parameters |= {name: known[name] for name in parameters if known.get(name)}
        return parameters

    @schema.hook
    def map_query(context: Any, query: Any) -> Any:
        return put_in(query)

    @schema.hook
    def map_body(context: Any, body: Any) -> Any:
        return put_in(body)

    def put_in(given: Any) -> Any:
        if isinstance(given, dict) and real["put_in"] and next(turns) % 2:
            return given | {
                name: real[name]
                for name in ("area", "organisation_id", "category", "service_code")
                if name in given
            }
        return given

    return schema


def tried(operation, mode, tokens):
    """What is wrong with an operation, in words; nothing if it keeps its word."""

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {next(tokens)}"})

    try:
        run()
    except Unsatisfiable:  # there is no wrong way to say this
        return ""
    except (Exception, BaseExceptionGroup) as wrong:
        parts = getattr(wrong, "exceptions", [wrong])
        return f"{operation.method.upper()} {operation.path} ({mode.value}): {wrong}\n" + "\n".join(
            str(part) for part in parts
        )
    return ""


def test_the_api_keeps_its_documents_word(document, tokens, real):
    wrong = []
    for found in document.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            real["put_in"] = mode == GenerationMode.POSITIVE  # what is wrong on purpose stays wrong
            wrong.append(tried(found.ok(), mode, tokens))
    assert len(wrong) > 100
    assert not [one for one in wrong if one], "\n\n".join(one for one in wrong if one)
