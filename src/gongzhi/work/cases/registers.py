"""类别: the catalogue as a spreadsheet of up to three levels; what a row leaves empty is taken from the level above."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.kit.registers.storing import Stored
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Category

LIMITS = {
    "emergency": gettext_lazy("紧急"),
    "utilities": gettext_lazy("水电气热"),
    "ordinary": gettext_lazy("一般"),
    "complex": gettext_lazy("复杂"),
}
DESKS = {"grid": gettext_lazy("网格"), "community": gettext_lazy("社区"), "street": gettext_lazy("街道")}
LEVELS = ("level1", "level2", "level3")
FIELDS = ("limit_kind", "starts_at", "eyes", "questions", "keywords", "warning", "secret", "basis")
Path = tuple[str, ...]


def path_of(values: dict[str, Any]) -> Path:
    """The names from the first level down."""
    return tuple(values[level] for level in LEVELS if values[level])


def code_of(path: Path) -> str:
    """The code of a category that came without one: the same for the same names."""
    return "c" + hashlib.sha256("/".join(path).encode()).hexdigest()[:12]


def read_words(text: str) -> list[str]:
    return [word[:20] for word in text.replace("、", " ").split()]


def read_questions(text: str) -> list[dict[str, Any]]:
    """``code:question`` with | between two of them, * after one that must be answered; options after ?, by /."""
    made = []
    for part in (one.strip() for one in text.split("|") if one.strip()):
        code, colon, label = part.partition(":")
        if not colon or not code.strip().isidentifier():
            raise ValueError(_("问题要写成“代号:问题”，代号用字母"))
        label, _mark, options = label.partition("?")
        question: dict[str, Any] = {"code": code.strip(), "label": label.strip().rstrip("*")}
        if label.strip().endswith("*"):
            question["required"] = True
        if options:
            question["options"] = [one.strip() for one in options.split("/") if one.strip()]
        made.append(question)
    return made


def show_questions(questions: list[dict[str, Any]]) -> str:
    return "|".join(
        f"{q['code']}:{q['label']}" + ("*" if q.get("required") else "")
        + ("?" + "/".join(q["options"]) if q.get("options") else "")
        for q in questions
    )  # fmt: skip


def _review(_actor: Any, rows: list[Row]) -> None:
    """No level is left out, and a code means one category."""
    codes = {card.code: card.path for card in catalogue().in_force}
    for row in rows:
        if row.values["level3"] and not row.values["level2"]:
            row.refuse("level2", _("有三级就要有二级"))
        path, code = path_of(row.values), row.values["code"]
        if code and codes.setdefault(code, path) != path:
            row.refuse("code", _("这个编码已经是另一个类别"))


def _write(_actor: Any, rows: list[Row], _mode: str, progress: Progress) -> Stored:
    """Parents first; a level that no row describes is made with nothing of its own."""
    stored, known = Stored(), {card.path: card.id for card in catalogue().in_force}
    for done, row in enumerate(sorted(rows, key=lambda row: len(path_of(row.values))), start=1):
        path = path_of(row.values)
        for depth in range(1, len(path)):
            known.setdefault(path[:depth], 0)
            known[path[:depth]] = known[path[:depth]] or _make(path[:depth], known, {}).pk
        outcome = _keep(path, known, row.values)
        setattr(stored, outcome, getattr(stored, outcome) + 1)
        progress(done, len(rows), _("写入"))
    return stored


def _make(path: Path, known: dict[Path, int], values: dict[str, Any]) -> Category:
    code = values.pop("code", "") or code_of(path)
    return Category.objects.create(code=code, name=path[-1], parent_id=known.get(path[:-1]), **values)


def _keep(path: Path, known: dict[Path, int], values: dict[str, Any]) -> str:
    given = {name: values[name] for name in FIELDS} | {"code": values["code"]}
    if path not in known:
        known[path] = _make(path, known, given).pk
        return "created"
    row = Category.objects.get(pk=known[path])
    given["code"] = given["code"] or row.code
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        row.save(update_fields=changed)
    return "changed" if changed else "unchanged"


def _rows(_actor: Any) -> list[dict[str, Any]]:
    cards = sorted(catalogue().in_force, key=lambda card: card.path)
    own = Category.objects.in_bulk([card.id for card in cards])
    return [
        {
            **dict(zip(LEVELS, (*card.path, "", ""), strict=False)), "code": card.code,
            **{name: getattr(own[card.id], name) for name in FIELDS},
        }
        for card in cards
    ]  # fmt: skip


def _level(number: int, heading: Any, example: str) -> Column:
    alias = f"level{number}"
    return Column(alias, heading, required=number == 1, longest=60, example=example, aliases=(alias,))


REGISTER = registry.register(
    Register(
        name="categories",
        title=gettext_lazy("类别"),
        model=Category,
        columns=(
            Column("code", gettext_lazy("编码"), longest=40, example="heat-cold"),
            _level(1, gettext_lazy("一级"), example="供水供热"),
            _level(2, gettext_lazy("二级"), example="供暖"),
            _level(3, gettext_lazy("三级"), example="室温不达标"),
            Column("limit_kind", gettext_lazy("时限类"), kind=Kind.CHOICE, choices=LIMITS, example="utilities"),
            Column("starts_at", gettext_lazy("首接层级"), kind=Kind.CHOICE, choices=DESKS, example="grid"),
            Column("eyes", gettext_lazy("核验人"), kind=Kind.CHOICE, choices=DESKS, example="grid"),
            Column(
                "keywords", gettext_lazy("关键词"), longest=400, example="暖气 不热", parse=read_words,
                show=" ".join, empty=[],
            ),
            Column("warning", gettext_lazy("先提醒"), longest=120, example="有人受伤请先拨打 120。"),
            Column("secret", gettext_lazy("保密"), kind=Kind.YESNO, example=False, empty=False),
            Column(
                "questions", gettext_lazy("要问的"), longest=1000, example="degrees:屋里现在多少度",
                parse=read_questions, show=show_questions, empty=[],
            ),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认"),
        ),
        key=LEVELS,
        may=keeps_registers,
        rows=_rows,
        review=_review,
        write=_write,
        after=lambda: bump("categories"),
    )
)  # fmt: skip
