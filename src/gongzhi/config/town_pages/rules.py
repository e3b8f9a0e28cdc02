"""规则: the records that limits, weights and thresholds are read from; a new value holds from a day on."""

import json
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.config.town_pages.rule_words import WORDS
from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.records import rules
from gongzhi.kit.records.commands import set_rule
from gongzhi.kit.records.rules import RuleCard
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import day, refused
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.documents.models import Document
from gongzhi.town.documents.queries import CLAUSES, cite, clause
from gongzhi.town.organisations.models import Kind
from gongzhi.town.people.models import Role

KEEPER = Role.SYSTEM_ADMIN
DOUBT = "待确认"
PARTS: dict[str, Any] = {
    "from": gettext_lazy("从"),
    "to": gettext_lazy("到"),
    "each": gettext_lazy("每件个数"),
    "bytes": gettext_lazy("单个字节"),
    "side": gettext_lazy("长边像素"),
    "measures": gettext_lazy("措施"),
    "spoken_with": gettext_lazy("与谁沟通"),
    "done_on": gettext_lazy("哪天办的"),
}
KINDS: dict[str, Any] = dict(Kind.choices)
UNITS = {
    "hours": gettext_lazy("小时"),
    "working_hours": gettext_lazy("工作小时"),
    "days": gettext_lazy("自然日"),
    "working_days": gettext_lazy("工作日"),
}


def title(key: str) -> str:
    return str(WORDS[key][0]) if key in WORDS else key


def shown(value: Any) -> str:
    """A value on one line, as a person writes it into the form."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def in_words(value: Any) -> str:
    """A value as a person reads it: a limit with its unit, a list with its commas, an object name by name."""
    if isinstance(value, dict) and value.keys() == {"amount", "unit"}:
        return f"{value['amount']:g} {UNITS.get(value['unit'], value['unit'])}"
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    if isinstance(value, dict):
        names = sorted(
            value, key=lambda name: (list(PARTS).index(name) if name in PARTS else len(PARTS), name)
        )
        return "，".join(f"{PARTS.get(name, name)} {in_words(value[name])}" for name in names)
    return str(PARTS.get(value) or KINDS.get(value) or value) if isinstance(value, str) else shown(value)


def doubtful(basis: str, clause_id: int | None) -> bool:
    """Whether nobody has yet confirmed where a record comes from: it says so itself, or its paper is in doubt."""
    paper = clause(clause_id)
    return DOUBT in basis or (paper is not None and paper.status != Document.Status.CONFIRMED)


def face(card: RuleCard) -> dict[str, Any]:
    return {
        "card": card, "title": title(card.key), "value": in_words(card.value), "where": tree().name(card.scope_id) or _("全市"),
        "basis": cite(card.clause_id, card.basis), "doubt": doubtful(card.basis, card.clause_id),
    }  # fmt: skip


def state(card: RuleCard) -> str:
    """Whether it holds today, is over, or is yet to begin."""
    today = clock.today()
    if card.valid_from > today:
        return _("未到")
    return _("在用") if card.holds_on(today) else _("已过")


class Setting(forms.Form):
    """A new value from a day on, with its basis."""

    value = forms.CharField(
        label=gettext_lazy("新的值"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    area = forms.CharField(
        label=gettext_lazy("哪个区域"),
        required=False,
        max_length=32,
        help_text=gettext_lazy("区域编码；不填是全市。"),
    )
    valid_from = day(gettext_lazy("从哪天起"))
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件和条款；不知道的写“待确认”。")
    )
    clause_id = forms.TypedChoiceField(
        label=gettext_lazy("条款"), coerce=int, empty_value=None, required=False
    )
    fixed = forms.BooleanField(label=gettext_lazy("下级不得改变"), required=False)

    def __init__(self, like: Any, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.like = like
        cards = sorted(CLAUSES.get().values(), key=lambda card: card.citation)
        self.fields["clause_id"].choices = [  # type: ignore[attr-defined]
            ("", _("不引条款")),
            *((card.id, card.citation) for card in cards),
        ]  # type: ignore[attr-defined]

    def clean_value(self) -> Any:
        """The value, of the same make as the present one: what reads it relies on that."""
        text = self.cleaned_data["value"].strip()
        try:
            made = text if isinstance(self.like, str) else json.loads(text)
        except ValueError as wrong:
            raise forms.ValidationError(_("看不懂这个值，请照现在的写法。")) from wrong
        if not alike(made, self.like):
            raise forms.ValidationError(_("要和现在的值一样的写法：%s") % shown(self.like))
        return made

    def clean_area(self) -> tuple[int, ...]:
        code = self.cleaned_data["area"].strip()
        card = tree().by_code(code) if code else None
        if code and card is None:
            raise forms.ValidationError(_("没有“%s”，请核对编码。") % code)
        return lineage(card.id) if card else ()


def alike(made: Any, like: Any) -> bool:
    """Whether two values have the same make: the same names in an object, the same kind in a list, a number for a number."""
    if isinstance(like, dict):
        return (
            isinstance(made, dict)
            and made.keys() == like.keys()
            and all(alike(made[name], like[name]) for name in like)
        )
    if isinstance(like, list):
        return isinstance(made, list) and (not like or all(alike(one, like[0]) for one in made))
    if isinstance(like, bool) or isinstance(made, bool):
        return isinstance(made, bool) and isinstance(like, bool)
    if isinstance(like, int | float):
        return isinstance(made, int | float) and made >= 0
    return isinstance(made, type(like))


def leaves(value: Any, path: str = "") -> dict[str, str]:
    """An object's values by their path, so that two can be laid side by side."""
    if isinstance(value, dict):
        return {
            name: said
            for key, one in value.items()
            for name, said in leaves(one, f"{path}.{key}" if path else key).items()
        }
    return {path: shown(value)}


def changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """What a new value changes: path, before, after."""
    old, new = leaves(before), leaves(after)
    return [(name, old.get(name, "—"), new[name]) for name in new if old.get(name) != new[name]]


@only_for(KEEPER)
def one(request: Any, key: str) -> HttpResponse:
    """One key: every record it ever had, and the form for a new one; a preview comes before it is set."""
    book = rules.BOOK.get()
    cards = [card for (name, _scope), found in book.items() if name == key for card in found]
    if not cards:
        raise Http404
    present = rules.nearest(book, key, (), clock.today()) or cards[0]
    tomorrow: date = clock.today() + timedelta(days=1)
    form = Setting(
        present.value, request.POST or None, initial={"value": shown(present.value), "valid_from": tomorrow}
    )
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if request.POST.get("do") != "set":
            preview = previewed(key, given)
        elif _set(request, key, form):
            return HttpResponseRedirect(reverse("rule", args=[key]))
    context = {
        "key": key, "title": title(key), "unit": WORDS[key][1] if key in WORDS else "", "present": face(present),
        "history": [{**face(card), "state": state(card)} for card in sorted(cards, key=_newest)], "form": form,
        "preview": preview, "now": clock.now(),
    }  # fmt: skip
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "town/rule.html", context, status=status)


def _newest(card: RuleCard) -> tuple[int, int]:
    return (card.scope_id or 0, -card.valid_from.toordinal())


def previewed(key: str, given: dict[str, Any]) -> dict[str, Any]:
    """What would be different: against the record that would hold there on that day."""
    areas = given["area"]
    before = rules.nearest(rules.BOOK.get(), key, areas, given["valid_from"])
    where = tree().full_name(areas[-1]) if areas else _("全市")
    return {
        "where": where,
        "changes": changes(before.value if before else None, given["value"]),
        "before": before,
    }


def _set(request: Any, key: str, form: Setting) -> bool:
    given = form.cleaned_data
    try:
        set_rule(
            request.actor, key, value=given["value"], basis=given["basis"], areas=given["area"], valid_from=given["valid_from"],
            fixed=given["fixed"], clause_id=given["clause_id"],
        )  # fmt: skip
    except Stopped as wrong:
        refused(form, wrong)
        return False
    return True
