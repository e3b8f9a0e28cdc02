"""Every address of the house has its place here. A new one without a place fails ``test_every_route_has_its_place``."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from tests.matrix.table import CASES, SEES

WHISTLES, REPORT_INS, DISPUTES = (
    ("whistle", "secret_whistle"),
    ("report_in", "helper_in", "secret_report_in", "secret_helper_in"),
    ("dispute", "secret_dispute"),
)
POWER_USES, COMMAND_ORDERS, OPINIONS = (
    ("power_draft", "power_use", "power_asked"),
    ("command_order",),
    ("yearly_opinion",),
)
POLICIES = ("policy_draft", "policy_set")
PROJECTS = ("project_draft", "project")
#: Where one thing is shown, and which kinds are tried there. Its steps stand below it.
SHOWS: dict[str, tuple[str, ...]] = {
    "cases/<uuid:pk>/": CASES,
    "today/<uuid:pk>/": CASES,
    "cases/<uuid:pk>/slip/": CASES,
    "cases/<uuid:pk>/where/": CASES,
    "cases/call-backs/<uuid:pk>/": ("call_back",),
    "whistles/new/<uuid:pk>/": CASES,
    "whistles/<uuid:pk>/": WHISTLES,
    "whistles/<uuid:pk>/letter/": WHISTLES,
    "whistles/in/<uuid:pk>/": REPORT_INS,
    "whistles/disputes/<uuid:pk>/": DISPUTES,
    "tasks/<uuid:pk>/": ("task",),
    "meetings/<uuid:pk>/": ("meeting",),
    "meetings/<uuid:pk>/invitation.ics": ("meeting",),
    "meetings/<uuid:pk>/minutes.docx": ("meeting",),
    "meetings/topics/<uuid:pk>/": ("topic",),
    "admission/<uuid:pk>/": ("matter",),
    "admission/pushes/<uuid:pk>/": ("push",),
    "admission/objections/<uuid:pk>/": ("objection",),
    "mandates/lists/<uuid:pk>/": ("listing",),
    "mandates/lists/<uuid:pk>/workbook/": ("listing",),
    "mandates/lists/<uuid:pk>/replay/": ("listing",),
    "mandates/lists/<uuid:pk>/items/new/": ("listing",),
    "mandates/lists/items/<uuid:pk>/": ("item",),
    "mandates/lists/items/<uuid:pk>/edit/": ("item",),
    "mandates/letters/<uuid:pk>/": ("letter",),
    "enforcement/<uuid:pk>/": ("enforcement_file",),
    "enforcement/<uuid:pk>/decision/": ("enforcement_file",),
    "enforcement/powers/<uuid:pk>/": ("power",),
    "powers/<uuid:pk>/": POWER_USES,
    "powers/orders/<uuid:pk>/": COMMAND_ORDERS,
    "powers/opinions/<uuid:pk>/": OPINIONS,
    "filings/<uuid:pk>/": ("filing", "filing_draft"),
    "filings/<uuid:pk>/sums/": ("filing", "filing_draft"),
    "filings/<uuid:pk>/layout/": ("filing", "filing_draft"),
    "filings/sheets/<uuid:pk>/": ("filing_sheet",),
    "filings/sheets/<uuid:pk>/paper.docx": ("filing_sheet",),
    "filings/sheets/<uuid:pk>/paper.xlsx": ("filing_sheet",),
    "policies/<uuid:pk>/": POLICIES,
    "policies/requirements/<uuid:pk>/": ("requirement",),
    "policies/acknowledgements/<uuid:pk>/": ("acknowledgement",),
    "policies/terms/<uuid:pk>/": ("term",),
    "api/v1/policies/<pk>": POLICIES,
    "api/v1/policies/<pk>/papers": POLICIES,
    "api/v1/requirements/<pk>": ("requirement",),
    "api/v1/requirements/<pk>/handed": ("requirement",),
    "api/v1/acknowledgements/<pk>": ("acknowledgement",),
    "api/v1/policy-terms/<pk>": ("term",),
    "secretary-projects/<uuid:pk>/": PROJECTS,
    "secretary-projects/<uuid:pk>/sheet/": PROJECTS,
    "secretary-projects/calls/<uuid:pk>/": ("project_call",),
    "files/<uuid:pk>/": ("file", "secret_file"),
    "api/v1/cases/<pk>": CASES,
    "api/v1/whistles/<pk>": WHISTLES,
    "api/v1/report-ins/<pk>": REPORT_INS,
    "api/v1/disputes/<pk>": DISPUTES,
    "api/v1/tasks/<pk>": ("task",),
    "api/v1/meetings/<pk>": ("meeting",),
    "api/v1/topics/<pk>": ("topic",),
    "api/v1/admission/matters/<pk>": ("matter",),
    "api/v1/admission/pushes/<pk>": ("push",),
    "api/v1/admission/objections/<pk>": ("objection",),
    "api/v1/listings/<pk>": ("listing",),
    "api/v1/listings/<pk>/items": ("listing",),
    "api/v1/listings/<pk>/replay": ("listing",),
    "api/v1/letters/<pk>": ("letter",),
    "api/v1/enforcement/<pk>": ("enforcement_file",),
    "api/v1/delegated-powers/<pk>": ("power",),
    "api/v1/filings/forms/<pk>": ("filing", "filing_draft"),
    "api/v1/filings/forms/<pk>/sums": ("filing", "filing_draft"),
    "api/v1/filings/sheets/<pk>": ("filing_sheet",),
    "api/v1/powers/<pk>": POWER_USES,
    "api/v1/command-orders/<pk>": COMMAND_ORDERS,
    "api/v1/yearly-opinions/<pk>": OPINIONS,
    "api/v1/secretary-projects/<pk>": PROJECTS,
    "api/v1/secretary-project-calls/<pk>": ("project_call",),
}
#: Shown to fewer than see the thing: to those who may act there. Whoever may not gets 403 or 404.
NARROWER = {
    "api/v1/listings/<pk>/replay",
    "cases/<uuid:pk>/where/", "whistles/new/<uuid:pk>/", "today/<uuid:pk>/",
    "cases/<uuid:pk>/slip/", "mandates/lists/<uuid:pk>/replay/", "mandates/lists/<uuid:pk>/items/new/",
    "mandates/lists/items/<uuid:pk>/edit/",
    "cases/<uuid:pk>/slip/", "enforcement/<uuid:pk>/decision/", "filings/<uuid:pk>/layout/",
}  # fmt: skip
#: Shown to more than the thing itself: the letter, to the departments that it calls.
WIDER = {
    "whistles/<uuid:pk>/letter/": {
        "whistle": ("report_in", "helper_in"),
        "secret_whistle": ("secret_report_in", "secret_helper_in"),
    }
}
LISTS = {
    "", "today/", "today/noted/", "cases/", "cases/board/", "cases/map/", "cases/map/points/", "cases/call-backs/",
    "whistles/", "whistles/signing/", "whistles/inbox/", "whistles/arrivals/", "whistles/calls/", "whistles/disputes/",
    "tasks/", "me/notices/", "api/v1/cases/", "api/v1/cases/board", "api/v1/cases/similar", "api/v1/whistles/",
    "api/v1/report-ins/", "api/v1/disputes/", "api/v1/tasks/", "meetings/", "meetings/topics/", "meetings/resolutions/",
    "api/v1/meetings/", "api/v1/topics/", "admission/", "admission/pushes/", "admission/passages/", "admission/objections/",
    "api/v1/admission/matters/", "api/v1/admission/pushes/", "api/v1/admission/objections/",
    "tasks/", "mandates/lists/", "mandates/letters/", "me/notices/", "api/v1/cases/", "api/v1/cases/board",
    "api/v1/cases/similar", "api/v1/whistles/",
    "api/v1/report-ins/", "api/v1/disputes/", "api/v1/tasks/", "api/v1/listings/", "api/v1/letters/",
    "api/v1/report-ins/", "api/v1/disputes/", "api/v1/tasks/", "enforcement/", "enforcement/on-case/",
    "enforcement/powers/", "api/v1/enforcement/", "api/v1/delegated-powers/",
    "api/v1/report-ins/", "api/v1/disputes/", "api/v1/tasks/", "powers/", "powers/orders/", "powers/opinions/", "powers/counts/power/",
    "powers/counts/street/", "powers/counts/department/", "powers/counts/team/", "api/v1/powers/", "api/v1/powers/counts",
    "api/v1/powers/consents",
    "api/v1/command-orders/", "api/v1/yearly-opinions/", "filings/", "filings/sheets/", "filings/counts/",
    "api/v1/filings/forms/", "api/v1/filings/sheets/",
    "api/v1/command-orders/", "api/v1/yearly-opinions/",
    "policies/", "policies/requirements/", "policies/acknowledgements/", "policies/terms/", "api/v1/policies/",
    "api/v1/requirements/", "api/v1/acknowledgements/", "api/v1/policy-terms/",
    "secretary-projects/", "secretary-projects/board/", "secretary-projects/rates/", "secretary-projects/on-case/",
    "secretary-projects/calls/", "api/v1/secretary-projects/", "api/v1/secretary-projects/rates",
    "api/v1/secretary-project-calls/",
}  # fmt: skip
#: For people in service, about the house and not about residents.
STAFF = (
    "today/record/", "today/areas/", "me/", "cases/at/", "cases/new/", "tasks/new/", "mandates/", "town/",
    "api/v1/reference/", "api/v1/counters/", "api/v1/certificates/", "meetings/bodies/", "api/v1/meetings/bodies/", "admission/new/",
    "admission/refuse/", "admission/load/", "admission/departments/", "api/v1/admission/matters/load",
    "api/v1/admission/matters/outside",
    "api/v1/reference/", "api/v1/counters/", "api/v1/letters/left",
    "api/v1/reference/", "api/v1/counters/", "enforcement/new/", "enforcement/powers/new/", "enforcement/squads/",
    "api/v1/squads/",
    "powers/new/", "powers/ask/", "powers/orders/new/", "powers/opinions/new/", "powers/catalogue/",
    "filings/new/", "filings/fields/", "api/v1/filings/fields/",
    "api/v1/powers/catalogue", "api/v1/reference/", "api/v1/counters/",
    "api/v1/powers/catalogue", "policies/new/", "policies/terms/new/", "levels/", "api/v1/reference/", "api/v1/counters/",
    "secretary-projects/new/", "secretary-projects/calls/new/",
)  # fmt: skip
#: Open to everybody, each with the reason.
PUBLIC = {
    "account/": "signing in, and one's own sign-in",
    "start/": "the first run: only while nobody is in service, and only with the code of the console",
    "sw.js": "the worker's program",
    "app.webmanifest": "name and icons",
    "without-signal/": "a page that names nobody",
    "i18n/": "the language of the page",
    "type/": "the size of letters",
    "style/": "parts without data; only in a demo, a test or for developers",
    "help/": "the user guide: nobody's data, the same for all",
    "p/": "the public page of a street or community: nobody's words, names only by consent",
    "r/": "the resident's own pages: by number and code, by a signed cookie, by a one-time ticket",
    "api/v1/public/": "the public page for machines",
    "api/v1/trace/": "the same by API: number and code in the body",
    "open311/": "public state of reports as docs/open311.md says; posting needs a key",
    "api/docs": "documentation",
    "api/v1/openapi.json": "documentation",
    "api/v1/$": "answers 404",
    "healthz": "is the process alive",
    "readyz": "is it ready",
    "metrics": "from this machine or by token only",
}


def walk(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, path)
        else:
            yield path, one


def is_public(path: str) -> bool:
    return any(path == one.rstrip("$") if one.endswith("$") else path.startswith(one) for one in PUBLIC)


def seen_at(route: str, kind: str) -> set[Any]:
    """Who should see a thing of this kind at this address."""
    more = WIDER.get(route, {}).get(kind, ())
    return SEES[kind].union(*(SEES[one] for one in more))


def step_of(path: str) -> str | None:
    """The address of the thing that a step's address hangs from."""
    for show in SHOWS:
        base = show if show.endswith("/") else show + "/"
        if path.startswith(base) and re.fullmatch(r"[a-z_]+/?", path[len(base) :]) and path not in SHOWS:
            return show
    return None


def steps() -> list[tuple[str, str]]:
    return [(path, show) for path, _one in walk() if (show := step_of(path))]


def place_of(path: str) -> str:
    """show, list, step, staff, public, or "" where nobody has decided."""
    if path in SHOWS:
        return "show"
    if path in LISTS:
        return "list"
    if is_public(path):
        return "public"
    if step_of(path):
        return "step"
    return "staff" if path.startswith(STAFF) else ""
