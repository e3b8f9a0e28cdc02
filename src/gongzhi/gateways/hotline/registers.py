"""事项: work orders of 12345 and messages of other platforms, brought in as new cases or as history."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from gongzhi.gateways.hotline.bringing import SEED, bring
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.queries import listed

INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
LONGEST = 8000  # characters of a letter; new cases take 4,000


class Spoken(Column):
    """Words as people sent them: signs that nobody sees are left out, line ends made one kind."""

    def read(self, cell: Any) -> Any:
        if isinstance(cell, str):
            cell = INVISIBLE.sub("", cell).replace("\r\n", "\n").replace("\r", "\n")
        return super().read(cell)


def may_bring(actor: Any) -> bool:
    """The machine's operator, and those who sort for a city, a district or a street."""
    roles = ("city_dispatcher", "district_dispatcher", "street_clerk")
    return actor.kind == "system" or bool(actor.serves(*roles))


def _rows(actor: Any) -> Iterable[dict[str, Any]]:
    """What the actor may see, without name and telephone: those leave by no list."""
    for row in (
        listed(actor)
        .values(
            "source_id",
            "serial",
            "reported_at",
            "title",
            "outcome",
            "category_id",
            "street_id",
            "community_id",
        )
        .iterator(chunk_size=2000)
    ):
        yield {
            "source_id": row["source_id"].partition(":")[2] or str(row["serial"]), "sent_at": row["reported_at"],
            "title": row["title"], "body": row["title"], "category": catalogue().get(row["category_id"]).full_name,
            "name": "", "phone": "", "street": tree().name(row["street_id"]),
            "community": tree().name(row["community_id"]),
        }  # fmt: skip


COLUMNS = (
    Column(
        "source_id", gettext_lazy("工单编号"), required=True, longest=50, example="2026112200123",
        aliases=("id", "编号", "留言编号"),
    ),
    Column(
        "sent_at", gettext_lazy("创建时间"), required=True, kind=Kind.MOMENT, example="2026-11-22 09:30",
        aliases=("sent_at", "留言时间", "来电时间"),
    ),
    Spoken("title", gettext_lazy("标题"), longest=200, example="暖气不热", aliases=("title", "留言主题")),
    Spoken(
        "body", gettext_lazy("主要内容"), required=True, longest=LONGEST, lines=True, example="二单元整栋不热",
        aliases=("body", "留言详情", "诉求内容"),
    ),
    Spoken("category", gettext_lazy("问题分类"), longest=120, example="供暖", aliases=("分类",)),
    Column("name", gettext_lazy("来电人"), longest=40, example="李女士", aliases=("姓名",)),
    Column("phone", gettext_lazy("电话"), kind=Kind.CODE, longest=20, example="0431-12345", aliases=("联系电话",)),
    Column("street", gettext_lazy("被反映街乡镇"), longest=60, example="某某街道", aliases=("街道",)),
    Column("community", gettext_lazy("社区"), longest=60, example="某某社区", aliases=("村/社区",)),
)  # fmt: skip

REGISTER = registry.register(
    Register(
        name="cases",
        title=gettext_lazy("事项"),
        model=Case,
        columns=COLUMNS,
        key=("source_id",),
        may=may_bring,
        rows=_rows,
        write=partial(bring, seed=SEED),
    )
)


def drawn_by(seed: int) -> Register:
    """The same register with another seed for places that the file does not name."""
    return replace(REGISTER, write=partial(bring, seed=seed))
