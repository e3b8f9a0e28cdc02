"""What people of the demo say: written for it, put in their mouths by seed. Nobody really said it."""

import csv
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251 (seeded by the caller)

DATA = Path(__file__).parent / "data"

UP_FROM_GRID = (
    "不是自家阀门的事",
    "要动公共管线，网格办不了",
    "物业说不归他们管",
    "去看过了，需要上面协调",
    "一户两户的事我能办，这个是整栋楼的",
)
UP_FROM_COMMUNITY = (
    "物业无权处理",
    "联系过两次，对方说没有接到通知",
    "需要部门到场",
    "社区协调不动，请街道出面",
    "涉及两个社区，请街道统一办",
)
DOWN = ("先由社区上门看看", "这户情况社区最清楚", "请网格先到现场")
SPOKEN = ("当面和住户说明", "电话和报告人沟通", "和单元长、住户三方见面", "和报告人确认，同意现在的办法")
BACK = (
    "去看了，还是没有办好",
    "只修了一半，另一侧还在漏",
    "问了住户，说没人来过",
    "照片是旧的，现场没有变化",
)
AGAIN = ("好了两天又不行了", "又坏了，和上次一样", "还是那个样子，麻烦再来看看")
GOOD = ("来得很快，谢谢", "办好了", "师傅态度好", "老人很高兴", "")
FAIR = ("办是办了，等得有点久", "还行，希望以后别再坏", "")
BAD = ("等了太久才来", "解决了，但是来回打了好几个电话", "态度不好")
PROGRESS = (
    "已到现场，正在查找原因",
    "配件下午到，今天能换完",
    "已和物业对接，明早八点进场",
    "正在抢修，预计两小时恢复",
)
REQUESTS = (
    "请到现场查明原因并处理",
    "请派人上门，先解决再分责任",
    "请会同物业到场，当场定办法",
    "请依法查处并告诉我们结果",
)
QUESTIONS = (
    "请问方便什么时候让师傅进屋？",
    "请问是一直这样，还是某个时间段才这样？",
    "请问是哪一个门口，有什么明显的标志？",
)
ANSWERS = ("下午四点以后都在家", "主要是晚上六点到十点", "超市旁边那个门，红色的牌子", "周末全天都可以")
CLAUSES = ("演示清单第{n}条", "演示清单第{n}条第二款")
HISTORY = ("演示城市的历史事项，虚构",)
NOTES = (
    ("lamp-stair", "{building}{unit}{floor}楼楼道灯换了灯泡，试亮正常"),
    ("rubbish", "把{building}门口散落的垃圾袋收走了，提醒了住户"),
    ("snow", "{building}门前的冰铲了，撒了炉灰"),
    ("door", "{building}{unit}单元门合页上了油，现在能关严"),
    ("aged", "给{building}{door}的独居老人捎了菜和药"),
    ("parking", "联系车主把堵在{building}门口的车挪走了"),
)  # fmt: skip


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def categories(chance: Random, among: set[str] | None = None) -> str:
    """A category by the weights of its tellings: winter in a northern city."""
    rows = [row for row in _rows("tellings.csv") if among is None or row["category"] in among]
    return chance.choices(rows, [int(row["weight"]) for row in rows])[0]["category"]


def telling(chance: Random, category: str, place: dict[str, str]) -> str:
    """Somebody's words about a category, with the place filled in."""
    rows = [row["text"] for row in _rows("tellings.csv") if row["category"] == category]
    text = chance.choice(rows) if rows else "{estate}{building}有件事想请人来看看。"
    return text.format(**place, **details(chance))


def details(chance: Random) -> dict[str, object]:
    floor = chance.randint(1, 6)
    return {"floor": floor, "door": f"{floor}0{chance.randint(1, 2)}室", "degrees": chance.randint(12, 16)}


def answer(chance: Random, category: str) -> str:
    """What was done: the most exact answer there is, by the beginning of the category's code."""
    best = max(
        (r["category"] for r in _rows("answers.csv") if category.startswith(r["category"])),
        key=len,
        default="other",
    )
    return chance.choice([row["measures"] for row in _rows("answers.csv") if row["category"] == best])
