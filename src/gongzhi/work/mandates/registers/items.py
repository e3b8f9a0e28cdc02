"""清单条目 as a workbook: into the draft of its kind and area, out of any version."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.kit.registers.storing import Stored
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.commands.lists import Filled
from gongzhi.work.mandates.models import Listing, ListingItem
from gongzhi.work.mandates.rules import LISTING, may_keep

EXAMPLE = "JD-001"  # the example of the register of organisations
FIELDS = (
    "code", "text", "basis", "lead_id", "lead_name", "helper_ids", "street_part", "department_part", "money", "power",
    "people", "category_id",
)  # fmt: skip


def areas(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := tree().by_code(code))}


def organisations(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := directory().by_code(code))}


def categories(codes: set[str]) -> dict[str, int]:
    return {code: catalogue().by_code[code].id for code in codes if code in catalogue().by_code}


def read_helpers(text: str) -> list[int]:
    """Codes of organisations with 、 between them."""
    codes = [word for word in text.replace("、", " ").replace(",", " ").split() if word]
    found = organisations(set(codes))
    for code in codes:
        if code not in found:
            raise ValueError(_("没有“%s”这个单位编码") % code)
    return [found[code] for code in codes]


def show_helpers(ids: list[int]) -> str:
    return "、".join(card.code for one in ids if (card := directory().get(one)))


def keeps(actor: Any) -> bool:
    """The desks of city and district, and the command line."""
    return actor.kind == "system" or bool(actor.serves(Role.CITY_DISPATCHER, Role.DISTRICT_DISPATCHER))


def sees(actor: Any) -> bool:
    return actor.kind == "system" or bool(actor.posts)


def _review(actor: Any, rows: list[Row]) -> None:
    """Only lists that one keeps, and into a draft: what is in force is changed by a new version."""
    stages: dict[tuple[str, int], set[str]] = {}
    wanted = {row.values["area_id"] for row in rows}
    for kind, area, stage in Listing.objects.filter(area_id__in=wanted).values_list(
        "kind", "area_id", "stage"
    ):
        stages.setdefault((kind, area), set()).add(stage)
    for row in rows:
        given = row.values
        if not may_keep(actor, given["area_id"]):
            row.refuse("area_code", _("这个区域的清单不由您的单位管，或者不是市、区、街道"))
        known = stages.get((given["kind"], given["area_id"]), set())
        if "in_force" in known and "draft" not in known:
            row.refuse("kind", _("这种清单已经启用，请先起草新版本再导入"))
        if given["lead_id"] and given["lead_name"]:
            row.refuse("lead_name", _("牵头单位填编码或者只写名称，不要两样都填"))


def _write(actor: Any, rows: list[Row], _mode: str, progress: Progress) -> Stored:
    """By list: into its draft; a kind that the area never had begins with one."""
    total, done = Stored(), 0
    by_list: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        values = {name: row.values[name] for name in FIELDS if name != "helper_ids"}
        values["helper_ids"] = list(row.values["helpers"])
        by_list.setdefault((row.values["kind"], row.values["area_id"]), []).append(values)
    for (kind, area_id), values_of in by_list.items():
        draft = Listing.objects.filter(kind=kind, area_id=area_id, stage=Listing.Stage.DRAFT).first()
        draft = draft or commands.begin_listing(actor, kind=kind, area_id=area_id, copied=False)
        stored = Filled()
        commands.fill(actor, draft.pk, rows=values_of, stored=stored)
        total.created += stored.created
        total.changed += stored.changed
        total.unchanged += stored.unchanged
        progress(done := done + len(values_of), len(rows), _("写入"))
    return total


def _values(rows: Any) -> Iterable[dict[str, Any]]:
    far = {
        "kind": F("listing__kind"), "area_code": F("listing__area__code"), "lead_code": F("lead__code"),
        "category_code": F("category__code"), "helpers": F("helper_ids"),
    }  # fmt: skip
    own = ("code", "text", "basis", "lead_name", "street_part", "department_part", "money", "power", "people")
    order = ("listing__area__code", "listing__kind", "place", "code")
    return rows.order_by(*order).values(*own, **far).iterator(chunk_size=2000)


def rows_of(listing: Listing) -> Iterable[dict[str, Any]]:
    """One version's items."""
    return _values(ListingItem.objects.filter(listing=listing))


def _rows(actor: Any) -> Iterable[dict[str, Any]]:
    """Of each list that the actor may read, its draft, or the version in force where there is none."""
    mine = LISTING.seen_by(actor)
    draft = Listing.objects.filter(
        kind=OuterRef("kind"), area_id=OuterRef("area_id"), stage=Listing.Stage.DRAFT
    )
    wanted = mine.filter(Q(stage="draft") | Q(stage="in_force") & ~Exists(draft))
    return _values(ListingItem.objects.filter(listing__in=wanted.values("pk")))


def _words(field: str, heading: Any, longest: int, example: str = "") -> Column:
    return Column(field, heading, longest=longest, example=example)


ITEMS = registry.register(
    Register(
        name="listing_items",
        title=gettext_lazy("清单条目"),
        model=ListingItem,
        columns=(
            Column("kind", gettext_lazy("清单种类"), required=True, kind=Kind.CHOICE, choices=dict(Listing.Kind.choices), example="basic"),
            Column(
                "area_code", gettext_lazy("适用区域编码"), required=True, kind=Kind.CODE, longest=32, example="220103",
                lookup=areas, into="area_id", missing=gettext_lazy("没有这个区域编码"),
            ),
            Column("code", gettext_lazy("条目编号"), required=True, kind=Kind.CODE, longest=20, example="JB-001"),
            Column("text", gettext_lazy("事项"), required=True, longest=500, example="某某事项"),
            _words("basis", gettext_lazy("依据"), 200, "待确认"),
            Column(
                "lead_code", gettext_lazy("牵头单位编码"), kind=Kind.CODE, longest=32, example=EXAMPLE, lookup=organisations,
                into="lead_id", missing=gettext_lazy("没有这个单位编码"),
            ),
            _words("lead_name", gettext_lazy("牵头单位名称（名录里没有的）"), 120),
            Column(
                "helpers", gettext_lazy("配合单位编码"), longest=300, note=gettext_lazy("用、隔开"), parse=read_helpers,
                show=show_helpers, empty=(),
            ),
            _words("street_part", gettext_lazy("街道做什么"), 1000),
            _words("department_part", gettext_lazy("部门做什么"), 1000),
            _words("money", gettext_lazy("随事走的钱"), 200),
            _words("power", gettext_lazy("随事走的权"), 200),
            _words("people", gettext_lazy("随事走的人"), 200),
            Column(
                "category_code", gettext_lazy("类别编码"), kind=Kind.CODE, longest=40, lookup=categories,
                into="category_id", missing=gettext_lazy("没有这个类别编码"),
            ),
        ),
        key=("kind", "area_id", "code"),
        may=keeps,
        sees=sees,
        rows=_rows,
        review=_review,
        write=_write,
    )
)  # fmt: skip
