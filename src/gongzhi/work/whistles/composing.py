"""Composing a whistle: whom the duty list proposes, why, how reliably they came, and the letter as it will be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.web import words
from gongzhi.kit.web.doors import Words
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty_many
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.queries import holders
from gongzhi.work.cases import rules as case_rules
from gongzhi.work.cases.faces import amount_words
from gongzhi.work.cases.models import Case
from gongzhi.work.mandates.queries import Proposal, propose
from gongzhi.work.whistles import rules
from gongzhi.work.whistles.faces import letter_number
from gongzhi.work.whistles.models import Kind, Whistle
from gongzhi.work.whistles.queries import came_in_time

ROLES = (("lead", gettext_lazy("主办")), ("help", gettext_lazy("协办")), ("none", gettext_lazy("不叫")))
HINTS = {
    Kind.UNSOLVED: gettext_lazy("社区、街道办过，办不了"),
    Kind.ENFORCEMENT: gettext_lazy("需要街道没有的执法权"),
    Kind.EMERGENCY: gettext_lazy("危及人身、停水停气停暖"),
}
MOST = 12


@dataclass
class Row:
    """One department on the page: its present role and what speaks for calling it."""

    organisation_id: int
    name: str
    duty: str
    why: str
    proposed: str
    duty_id: int | None
    in_time: tuple[int, int]
    role: forms.BoundField | None = None
    reason: forms.BoundField | None = None


def where(case: Case) -> tuple[int, ...]:
    return tuple(i for i in (case.district_id, case.street_id, case.community_id) if i)


class Compose(Words):
    """Which whistle, whom, until when and what for. ``thing`` is the case; ``extra`` further organisations."""

    kind = forms.ChoiceField(label=gettext_lazy("哪一种哨"), choices=Kind.choices, widget=forms.RadioSelect)
    arrive = forms.ChoiceField(
        label=gettext_lazy("何时到场"),
        choices=[("usual", gettext_lazy("按规定")), ("at", gettext_lazy("定个时间"))],
        initial="usual",
        widget=forms.RadioSelect,
    )
    arrive_at = forms.DateTimeField(
        label=gettext_lazy("到场时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    request = forms.CharField(
        label=gettext_lazy("请部门做什么"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写明要部门来做什么。")},
    )

    def __init__(self, case: Case, data: Any = None, extra: Iterable[int] = (), **more: Any):
        super().__init__(case, data, **more)
        self.proposed = {row.organisation_id: row for row in propose(case.category_id, where(case))}
        self.ids = list(dict.fromkeys([*self.proposed, *(one for one in extra if directory().get(one))]))[
            :MOST
        ]
        for one in self.ids:
            self.fields[f"role_{one}"] = forms.ChoiceField(
                choices=ROLES, initial=_role(self.proposed.get(one)), widget=forms.RadioSelect, required=False
            )
            self.fields[f"why_{one}"] = forms.CharField(max_length=200, required=False, label=_("理由"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("arrive") == "at" and not data.get("arrive_at") and "arrive_at" not in self.errors:
            self.add_error("arrive_at", _("请写几点到场。"))
        for one in self.ids:
            role, why = data.get(f"role_{one}"), data.get(f"why_{one}", "").strip()
            if self.proposed and role and role != _role(self.proposed.get(one)) and len(why) < 2:
                self.add_error(f"why_{one}", _("和清单提议的不一样，请写理由。"))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        at = data["arrive_at"] if data["arrive"] == "at" else None
        return {"kind": data["kind"], "call": self.call, "request": data["request"], "arrive_at": at}

    def has_lead(self, typed: Any) -> bool:
        """Whether one of the departments leads already, as typed or as proposed."""
        return any(typed.get(f"role_{one}", _role(self.proposed.get(one))) == "lead" for one in self.ids)

    @property
    def unlisted(self) -> str:
        """What speaks for a department that the list does not propose: where it proposes none, that is the reason."""
        return _("清单没有提议，从名录加") if self.proposed else _("清单里这一类没有牵头单位，从名录加")

    @property
    def call(self) -> list[dict[str, Any]]:
        """The departments that are called, as the command wants them."""
        chosen = []
        for one in self.ids:
            role = self._value(f"role_{one}") or _role(self.proposed.get(one))
            given = self.proposed.get(one)
            why = (self._value(f"why_{one}") or "").strip() or (given.reason if given else self.unlisted)
            if role != "none":
                chosen.append(
                    {
                        "organisation_id": one,
                        "lead": role == "lead",
                        "reason": why,
                        "duty_id": given.duty_id if given else None,
                    }
                )
        return sorted(chosen, key=lambda row: not row["lead"])

    def _value(self, name: str) -> Any:
        return self[name].value()

    @cached_property
    def at(self) -> datetime | None:
        """The arrival time written by hand, also while the form is not yet whole."""
        if self._value("arrive") != "at" or not self._value("arrive_at"):
            return None
        try:
            return self.fields["arrive_at"].clean(self._value("arrive_at"))
        except forms.ValidationError:
            return None

    def rows(self, actor: Any) -> list[Row]:
        """What the table shows: two statements for all departments."""
        duty, came = on_duty_many(self.ids), came_in_time(actor, self.ids)
        return [self._row(one, duty.get(one), came.get(one, (0, 0))) for one in self.ids]

    def _row(self, one: int, shift: Any, came: tuple[int, int]) -> Row:
        given = self.proposed.get(one)
        until = (
            _("值班 %(who)s，到 %(until)s")
            % {
                "who": words.masked(shift.clerk.name),
                "until": words.moment(shift.ends_at),
            }
            if shift
            else _("现在没有值班安排")
        )
        return Row(
            one,
            directory().name(one),
            until,
            given.reason if given else self.unlisted,
            _role(given),
            given.duty_id if given else None,
            came,
            self[f"role_{one}"],
            self[f"why_{one}"],
        )


def _role(given: Proposal | None) -> str:
    if given is None:
        return "none"
    return "lead" if given.lead else "help"


def first_words(case: Case, kind: str = Kind.UNSOLVED) -> dict[str, Any]:
    """What the page is filled in with: one press is enough."""
    asked = _("%(title)s。请派员到场处理。") % {"title": case.title.rstrip("。")}
    return {"kind": kind if kind in Kind.values else Kind.UNSOLVED, "request": asked, "arrive": "usual"}


def times(case: Case, kind: str, arrive_at: datetime | None) -> tuple[datetime, datetime]:
    """When they would have to be there, and be done, if it were sounded now."""
    now = clock.now()
    limit_kind = "emergency" if kind == Kind.EMERGENCY else case.limit_kind
    arrive = arrive_at if arrive_at and arrive_at > now else rules.arrival_limit(kind, where(case)).after(now)
    return arrive, case_rules.limit_for(limit_kind, where(case)).limit.after(now)


def usual_arrivals(case: Case) -> list[tuple[str, str, datetime]]:
    """For each kind: how long, and when that would be."""
    found = []
    for kind in Kind.values:
        limit = rules.arrival_limit(kind, where(case))
        found.append((kind, amount_words(limit), limit.after(clock.now())))
    return found


def letter_of_draft(form: Compose, case: Case, actor: Any, signer: str) -> dict[str, Any]:
    """The letter as it will be sent, with the number left open."""
    kind = form["kind"].value() or Kind.UNSOLVED
    arrive, due = times(case, kind, form.at)
    rows = [
        {"name": directory().name(r["organisation_id"]), "lead": r["lead"], "arrive": arrive, "due": due}
        for r in form.call
    ]
    office = directory().street_office(case.street_id)
    return {
        "number": letter_number(case.street_id, None, clock.now()),
        "office": office.name if office else tree().name(case.street_id),
        "rows": rows,
        "request": form["request"].value() or "",
        "case": case,
        "kind": Kind(kind).label if kind in Kind.values else "",
        "contact": f"{directory().name(actor.organisation_id)} {words.masked(actor.label)}",
        "phone": office.phone if office else "",
        "signer": signer,
        "day": clock.now(),
        "draft": True,
    }


def letter_of(whistle: Whistle, calls: list[Any]) -> dict[str, Any]:
    """The letter as it was sent."""
    case, office = whistle.case, directory().street_office(whistle.street_id)
    arrive, due = times(case, whistle.kind, whistle.arrive_at)
    rows = [
        {"name": directory().name(c.organisation_id), "lead": c.lead, "arrive": c.arrive_by, "due": c.due_at}
        for c in calls
    ] or [
        {"name": directory().name(r["organisation_id"]), "lead": r.get("lead"), "arrive": arrive, "due": due}
        for r in whistle.proposals
    ]
    return {
        "number": letter_number(
            whistle.street_id, whistle.serial if whistle.sounded_at else None, whistle.proposed_at
        ),
        "office": office.name if office else tree().name(whistle.street_id),
        "rows": rows,
        "request": whistle.request,
        "case": case,
        "kind": whistle.get_kind_display(),
        "contact": words.masked(whistle.proposer_label),
        "phone": office.phone if office else "",
        "signer": words.masked(whistle.signer_label),
        "day": whistle.sounded_at or clock.now(),
        "draft": whistle.sounded_at is None,
    }


def signer_of(street_id: int | None) -> str:
    """Who may sign for a street, masked; the first of them."""
    post = (
        holders(area_ids=[street_id], roles=["street_leader"]).select_related("user").order_by("id").first()
        if street_id
        else None
    )
    return words.masked(post.user.name) if post else ""
