"""我的待办: what is mine now, from every room, in one order by clock. A room adds its kinds and its source here."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.web.desks import DeskRow, Waited, grouped
from gongzhi.town.access.actor import Actor
from gongzhi.town.people.models import HEADS, Role
from gongzhi.work.admission import desk as admission
from gongzhi.work.cases import desk as cases
from gongzhi.work.enforcement import desk as enforcement
from gongzhi.work.filings import desk as filings
from gongzhi.work.mandates import desk as mandates
from gongzhi.work.meetings import desk as meetings
from gongzhi.work.policies import desk as policies
from gongzhi.work.secretary_projects import desk as projects
from gongzhi.work.street_powers import desk as powers
from gongzhi.work.tasks import desk as tasks
from gongzhi.work.whistles import desk as whistles

KINDS: dict[str, Any] = {
    "instruction": gettext_lazy("批示"),
    "sorting": gettext_lazy("待定位"),
    "accept": gettext_lazy("待受理"),
    "work": gettext_lazy("在办"),
    "sign": gettext_lazy("待签发"),
    "arrive": gettext_lazy("待到场"),
    "finish": gettext_lazy("待办结"),
    "countersign": gettext_lazy("待会签"),
    "eyes": gettext_lazy("待核验"),
    "decide": gettext_lazy("待裁定"),
    "dispute": gettext_lazy("争议补充"),
    "more_time": gettext_lazy("延期申请"),
    "mark": gettext_lazy("待评部门"),
    "power_answer": gettext_lazy("待答复街道"),
    "power_read": gettext_lazy("街道收到答复"),
    "power_consent": gettext_lazy("征求街道同意"),
    "power_effect": gettext_lazy("同意后待执行"),
    "opinion": gettext_lazy("年度意见待回应"),
    "project": gettext_lazy("书记项目"),
    "project_judge": gettext_lazy("书记项目待评审验收"),
    "task": gettext_lazy("交办任务"),
    "close": gettext_lazy("待销号"),
    "letter": gettext_lazy("责任状待定"),
    "file_work": gettext_lazy("执法案卷"),
    "file_review": gettext_lazy("待法制审核"),
    "file_decide": gettext_lazy("待决定"),
    "power": gettext_lazy("下放权力"),
    "certificate": gettext_lazy("执法证到期"),
    "calls": gettext_lazy("待回访"),
    "overdue": gettext_lazy("街道逾期"),
    "meeting": gettext_lazy("会议"),
    "topic": gettext_lazy("待列入议题"),
    "matter": gettext_lazy("准入审查"),
    "push": gettext_lazy("被拒收"),
    "objection": gettext_lazy("准入异议"),
    "sheet": gettext_lazy("填报单"),
    "requirement": gettext_lazy("制度要求"),
    "question": gettext_lazy("制度疑问"),
    "policy": gettext_lazy("制度起草"),
    "note": gettext_lazy("待知悉"),
}
SOURCES: tuple[Callable[[Actor], list[DeskRow]], ...] = (
    tasks.rows,
    cases.rows,
    whistles.rows,
    cases.calls,
    mandates.rows,
    meetings.rows,
    admission.rows,
    enforcement.rows,
    powers.rows,
    filings.rows,
    policies.rows,
    projects.rows,
)
WAITING: tuple[Callable[[Actor], list[Waited]], ...] = (whistles.waited, cases.waited, powers.waited)
FILERS = (
    *HEADS,
    Role.COMMUNITY_WORKER,
    Role.COMMUNITY_SECRETARY,
    Role.STREET_CLERK,
    Role.STREET_LEADER,
    Role.LIAISON,
    Role.CONTACT_POINT,
)
SHOWN_WAITING = 8


def mine(actor: Actor) -> list[DeskRow]:
    """Everything that is mine now; a thing that two rooms bring stands once, in the first's words."""
    found: dict[str, DeskRow] = {}
    for source in SOURCES:
        for row in source(actor):
            found.setdefault(row.url, row)
    return list(found.values())


def counts(rows: list[DeskRow], chosen: str) -> list[SimpleNamespace]:
    """How many of each kind, and how many of them are late; every figure opens its rows."""
    every = SimpleNamespace(
        label=_("全部"), value=len(rows), over=sum(row.over for row in rows), url="/", here=not chosen
    )
    made = [every]
    for code, label in KINDS.items():
        own = [row for row in rows if row.kind == code]
        if own:
            made.append(
                SimpleNamespace(
                    label=label,
                    value=len(own),
                    over=sum(r.over for r in own),
                    url=f"/?kind={code}",
                    here=chosen == code,
                )
            )
    return made


def front(request: HttpRequest) -> HttpResponse:
    """The desk of a person in service."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.posts:
        return HttpResponseRedirect("/r/")
    rows = mine(actor)
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in KINDS else ""
    waiting = [one for source in WAITING for one in source(actor)]
    context = {
        "counts": counts(rows, chosen),
        "groups": grouped([row for row in rows if not chosen or row.kind == chosen]),
        "kinds": KINDS,
        "total": len(rows),
        "over": sum(row.over for row in rows),
        "now": clock.now(),
        "chosen": KINDS.get(chosen, ""),
        "waiting": waiting[:SHOWN_WAITING],
        "waiting_total": len(waiting),
        "may_file": bool(actor.serves(*FILERS)),
    }
    return render(request, "config/desk.html", context)
