"""A small city for tests and journeys: one street, one community, a grid, a building, its people. All synthetic."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from gongzhi.demo.logins import PASSWORD
from gongzhi.kit.reference import bump
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.models import Area, Estate
from gongzhi.town.areas.places import place_of
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Post, User
from gongzhi.work.cases.models import Category, Ground
from gongzhi.work.mandates.models import Duty


@dataclass
class Small:
    """What a test speaks of: areas, organisations, accounts by name, and their actors."""

    areas: SimpleNamespace
    organisations: SimpleNamespace
    users: dict[str, User] = field(default_factory=dict)
    categories: SimpleNamespace = field(default_factory=SimpleNamespace)

    def actor(self, name: str) -> Actor:
        """The actor of an account, with today's posts."""
        return actor_of(name)

    @property
    def place(self) -> Place:
        return place_of(self.areas.unit.pk)

    def __getattr__(self, name: str) -> Actor:
        if name in self.__dict__.get("users", {}):
            return self.actor(name)
        raise AttributeError(name)


def area(level: str, code: str, name: str, parent: Area | None, **more: object) -> Area:
    row = Area.objects.create(level=level, code=code, name=name, parent=parent, synthetic=True, **more)
    row.lineage = [*(parent.lineage if parent else []), row.pk]
    row.save(update_fields=["lineage"])
    return row


def organisation(
    code: str, name: str, kind: str, where: Area, short: str = "", **more: object
) -> Organisation:
    return Organisation.objects.create(
        code=code, name=name, short_name=short or name, kind=kind, area=where, synthetic=True, **more
    )


PEOPLE = (
    # account      name    role                   organisation   area
    ("head", "王秀英", "grid_head", "community", "grid"),
    ("neighbour", "高玉兰", "grid_head", "community", "grid2"),
    ("worker", "吴晓丽", "community_worker", "community", "community"),
    ("secretary", "刘桂芝", "community_secretary", "community", "community"),
    ("clerk", "赵国强", "street_clerk", "street", "street"),
    ("leader", "孙立民", "street_leader", "street", "street"),
    ("heating", "陈志刚", "department_clerk", "heating", "district"),
    ("heating_chief", "周海涛", "department_leader", "heating", "district"),
    ("civil", "许文静", "department_clerk", "civil", "district"),
    ("parks", "韩冬梅", "department_clerk", "parks", "district"),
    ("dispatcher", "郑凯", "district_dispatcher", "dispatch", "district"),
    ("district", "冯振华", "district_leader", "district", "district"),
    ("sorter", "曹丽华", "city_dispatcher", "city", "city"),
    ("mayor", "马建国", "city_leader", "city", "city"),
    ("caller", "姜雪", "caller", "calls", "district"),
    ("liaison", "邵明", "liaison", "firm", "street"),
    ("system", "系统员", "system_admin", "city", "city"),
    ("security", "安全员", "security_admin", "city", "city"),
    ("audit", "审计员", "audit_admin", "city", "city"),
)


def build() -> Small:
    """Make it in an empty database, migrated."""
    areas, orgs = _areas(), SimpleNamespace()
    _organisations(areas, orgs)
    small = Small(areas, orgs)
    for account, name, role, where, over in PEOPLE:
        user = User.objects.create_user(account, name, PASSWORD, synthetic=True, tour_put_away=True)
        Post.objects.create(
            user=user, role=role, organisation=getattr(orgs, where), area=getattr(areas, over),
            valid_from="2020-01-01",
        )  # fmt: skip
        small.users[account] = user
    _categories(small)
    for name in ("areas", "organisations", "categories", "duties"):
        bump(name)
    return small


STATIONED = (("squad", "杜建军", "department_clerk"), ("squad_chief", "白立新", "department_leader"))


def station(small: Small) -> Organisation:
    """A team that the district's urban management has stationed in the street, and its people."""
    o, a = small.organisations, small.areas
    o.team = organisation(
        "S-SQUAD", "欣园街道综合执法中队", "stationed_team", a.street, "欣园中队", parent=o.parks
    )
    for account, name, role in STATIONED:
        user = User.objects.create_user(account, name, PASSWORD, synthetic=True, tour_put_away=True)
        Post.objects.create(user=user, role=role, organisation=o.team, area=a.street, valid_from="2020-01-01")
        small.users[account] = user
    bump("organisations")
    return o.team


def _areas() -> SimpleNamespace:
    a = SimpleNamespace()
    a.city = area("city", "2201", "长春市", None)
    a.district = area("district", "220103", "宽城区", a.city)
    a.street = area("street", "220103010", "欣园街道", a.district, kind="街道")
    a.street2 = area("street", "220103009", "柳影街道", a.district, kind="街道")
    a.community = area("community", "220103010001", "欣园社区", a.street, kind="社区")
    a.community2 = area("community", "220103010002", "新月社区", a.street, kind="社区")
    square = [[[125.30, 43.90], [125.31, 43.90], [125.31, 43.91], [125.30, 43.91], [125.30, 43.90]]]
    a.grid = area("grid", "220103010001001", "第一网格", a.community, households=480,
                  polygon={"type": "Polygon", "coordinates": square}, lon=125.305, lat=43.905)  # fmt: skip
    a.grid2 = area("grid", "220103010001002", "第二网格", a.community, households=510)
    a.estate = Estate.objects.create(
        name="富丰家园", code="E1", community=a.community, old=True, synthetic=True
    )
    a.building = area(
        "building", "220103010001001003", "3栋", a.grid, estate=a.estate, lon=125.305, lat=43.905
    )
    a.unit = area("unit", "22010301000100100302", "2单元", a.building, estate=a.estate)
    return a


def _organisations(a: SimpleNamespace, o: SimpleNamespace) -> None:
    o.city = organisation("CITY", "长春市委市政府", "leading_body", a.city, "市委市政府")
    o.district = organisation("D-LEAD", "宽城区委区政府", "leading_body", a.district, "区委区政府")
    o.dispatch = organisation(
        "D-CENTRE", "宽城区城市运行指挥中心", "dispatch_centre", a.district, "区指挥中心"
    )
    o.street = organisation("S-OFFICE", "欣园街道办事处", "street_office", a.street, "欣园街道")
    o.community = organisation("C-OFFICE", "欣园社区", "community", a.community)
    o.heating = organisation(
        "D-HEAT", "宽城区住建局供热办", "department", a.district, "区供热办", duty_phone="0431-00000001"
    )
    o.civil = organisation("D-CIVIL", "宽城区民政局", "department", a.district, "区民政局")
    o.parks = organisation("D-PARKS", "宽城区城市管理和行政执法局", "department", a.district, "区城管局")
    o.calls = organisation("CALLS", "宽城区群众诉求回访中心", "call_centre", a.district, "区回访中心")
    o.firm = organisation("FIRM", "欣园粮油公司", "resident_organisation", a.street)


def _categories(small: Small) -> None:
    c = small.categories
    c.living = Category.objects.create(code="living", name="居民生活", basis="测试")
    c.heat = Category.objects.create(
        code="living-heat", parent=c.living, name="供暖", limit_kind="utilities", eyes="grid", basis="测试"
    )
    c.cold = Category.objects.create(
        code="living-heat-cold",
        parent=c.heat,
        name="室温不达标",
        keywords=["暖气", "不热", "供热"],
        basis="测试",
    )
    c.lamp = Category.objects.create(
        code="living-lamp", parent=c.living, name="楼道灯", keywords=["灯"], basis="测试"
    )
    c.papers = Category.objects.create(
        code="living-papers", parent=c.living, name="办事材料", eyes="street", basis="测试"
    )
    c.burst = Category.objects.create(
        code="living-burst", parent=c.living, name="管道爆裂", limit_kind="emergency", starts_at="street",
        keywords=["爆裂", "喷水"], warning="有人受伤或起火，请先拨打 110、119、120。", basis="测试",
    )  # fmt: skip
    c.tip = Category.objects.create(code="tip", name="举报", secret=True, starts_at="street", basis="测试")
    Duty.objects.create(
        code="31", category=c.heat, area=small.areas.district, lead=small.organisations.heating,
        helper_ids=[small.organisations.civil.pk], basis="测试清单", valid_from="2020-01-01", synthetic=True,
    )  # fmt: skip
    Ground.objects.update_or_create(
        code="lawsuit",
        defaults={"text": "已经进入诉讼、仲裁程序", "turn_to": "受理的法院或仲裁机构", "basis": "测试"},
    )
