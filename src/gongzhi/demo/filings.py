"""一表通 in the demo: fields of the register, a form in every stage, sheets answered, corrected, late and void.

Fields, forms and words are made up and say so. The stories draw nothing by chance, so that the others' days stay as they are.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gongzhi.demo.gate import Scene
from gongzhi.demo.life import Life
from gongzhi.demo.records import owner
from gongzhi.demo.ways import Way
from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.registers.storing import store
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.work.filings import commands
from gongzhi.work.filings.models import Field, FilingForm, Sheet

DOUBT = "演示用（虚构）；依据待确认"
#: code, name, kind, unit, choices, source
FIELDS = (
    ("HUSHU", "户数", "number", "户", "", "households"),
    ("WANGGE", "网格数", "number", "个", "", "grids"),
    ("LOUDONG", "楼栋数", "number", "栋", "", "buildings"),
    ("LAOJIU", "老旧小区数", "number", "个", "", "old_estates"),
    ("SANZHANG", "三长人数", "number", "人", "", "heads"),
    ("SHOUDAO", "本期收到的事项", "number", "件", "", "cases_received"),
    ("BANJIE", "本期办结的事项", "number", "件", "", "cases_resolved"),
    ("DUIWU", "楼道堆物处数", "number", "处", "", ""),
    ("CHONGDIAN", "电动车集中充电口", "number", "个", "", ""),
    ("SHITANG", "有没有社区食堂", "yesno", "", "", ""),
    ("GONGNUAN", "供暖总体情况", "choice", "", "好、一般、差", ""),
)
HELD = ("DIBAO", "低保户数", "number", "户", "", "")


def fields(streets: tuple[AreaCard, ...]) -> None:
    """The register of fields; one of them is held by the civil affairs office, and is asked there."""
    district = tree().above(streets[0].id, "district")
    holder = owner("civil", district).id if district else None
    rows = [_field(row, holder if row is HELD else None) for row in (*FIELDS, HELD)]
    store(Field, ("code",), rows)


def _field(row: tuple[str, ...], holder: int | None) -> dict[str, Any]:
    code, name, kind, unit, choices, source = row
    return {
        "code": code, "name": name, "kind": kind, "unit": unit, "choices": choices, "source": source, "holder_id": holder,
        "basis": DOUBT, "valid_from": clock.today(), "synthetic": True,
    }  # fmt: skip


def ids(*codes: str) -> list[int]:
    known = dict(Field.objects.filter(code__in=codes).values_list("code", "pk"))
    return [known[code] for code in codes]


def draft(life: Life, who: str, title: str, *codes: str, **more: Any) -> FilingForm:
    words = {
        "purpose": "安排冬季巡查的人手（演示）", "basis": DOUBT, "scope_id": life.streets[0].id, "level": "community",
        "cycle": "once", "due_days": 5, **more,
    }  # fmt: skip
    return commands.draft_form(life.actor(who), title=title, field_ids=ids(*codes), **words)


def given(**by_code: str) -> dict[str, str]:
    known = dict(Field.objects.filter(code__in=list(by_code)).values_list("code", "pk"))
    return {f"f{known[code]}": value for code, value in by_code.items()}


def sheets(s: Scene, form: FilingForm) -> list[tuple[Any, Sheet]]:
    """Each community's sheet with whoever works there, where somebody does."""
    found = {sheet.area_id: sheet for sheet in Sheet.objects.filter(form=form).order_by("-period_from")}
    answered = []
    for at, area in enumerate(s.communities):
        if area.id not in found:
            continue
        try:
            answered.append((s.worker(at), found[area.id]))
        except LookupError:
            continue
    return answered


def safety(life: Life) -> Way:
    """A street's own form: confirmed, corrected, nothing to report, and one that is late."""
    s = Scene(life)
    form = draft(life, "clerk", "冬季消防情况", "HUSHU", "LOUDONG", "DUIWU", "CHONGDIAN")
    commands.open_(life.actor("clerk"), form)
    mine = sheets(s, form)
    yield clock.now() + timedelta(hours=5)
    worker, sheet = mine[0]
    commands.confirm(worker, sheet, given=given(DUIWU="6", CHONGDIAN="24"), seconds=260)
    for other, nothing in mine[1:2]:
        commands.report_nothing(other, nothing)
    yield clock.now() + timedelta(days=2)
    commands.correct(worker, sheet, given=given(DUIWU="4"), reason="两处已经清走（演示）")


def monthly(life: Life) -> Way:
    """A street's monthly form: planned until the month ends, then filled in by the clock."""
    s = Scene(life)
    form = draft(
        life, "clerk", "社区服务月报", "SANZHANG", "SHOUDAO", "BANJIE", "SHITANG", cycle="monthly", due_days=20,
        purpose="看各社区忙不忙，安排街道支援（演示）",
    )  # fmt: skip
    commands.open_(life.actor("clerk"), form)
    yield clock.now() + timedelta(days=26)
    for worker, sheet in sheets(s, form)[:1]:
        if sheet.stage == Sheet.Stage.WAITING:
            commands.confirm(worker, sheet, given=given(SHITANG="是"), seconds=95)


def from_above(life: Life) -> Way:
    """A department without admission is stopped; with it the form goes out, and asks a field again."""
    s = Scene(life)
    office = s.department("heat")
    words = {
        "scope_id": s.street.id,
        "purpose": "供暖期排抢修班（演示）",
        "basis": DOUBT,
        "level": "community",
        "cycle": "once",
    }
    codes = ids("HUSHU", "LAOJIU", "GONGNUAN", "DUIWU")
    stopped = commands.draft_form(office, title="供暖情况表（没准入）", field_ids=codes, due_days=8, **words)
    try:
        commands.open_(office, stopped)
    except Stopped:
        commands.end(office, stopped, reason="闸口没有放行，先去申请准入（演示）")
    yield clock.now() + timedelta(days=1)
    matter = s.passed("heat", "供暖期情况统计", kinds=["report"])
    form = commands.draft_form(
        office, title="供暖情况表", field_ids=codes, due_days=8, matter_id=matter.pk, **words
    )
    commands.open_(office, form)
    yield clock.now() + timedelta(days=1)
    worker, sheet = sheets(s, form)[0]
    commands.confirm(worker, sheet, given=given(GONGNUAN="一般", DUIWU="4"), seconds=140)


def ended(life: Life) -> Way:
    """A form that is merged into another: sheets that waited need no answer."""
    form = draft(life, "clerk", "楼道堆物专项表", "DUIWU", purpose="专项整治（演示）")
    commands.open_(life.actor("clerk"), form)
    yield clock.now() + timedelta(days=1)
    commands.end(life.actor("clerk"), form, reason="并到“冬季消防情况”里，一次问完（演示）")


def drafts(life: Life) -> Way:
    """A draft that asks what others ask already and what a department holds; and a form that waits now."""
    draft(life, "clerk", "民生底数表", "HUSHU", "DUIWU", "DIBAO", purpose="摸底（演示）")
    form = draft(
        life, "clerk", "充电口排查", "LOUDONG", "CHONGDIAN", purpose="排新增充电口（演示）", due_days=3
    )
    commands.open_(life.actor("clerk"), form)
    yield clock.now()


Story = Callable[[Life], Way]
#: (days ago, story)
STORIES: tuple[tuple[float, Story], ...] = (
    (29, monthly),
    (12, safety),
    (9, from_above),
    (6, ended),
    (0.5, drafts),
)
