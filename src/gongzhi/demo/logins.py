"""The logins that the demo prints: one of each role. Plain words, readable before Django is set up."""

PASSWORD = "gongzhi-2026"  # of every account of the demo; refused outside it (config/ground/refusals.py)
KEY = "demo"  # of the API: the street clerk's, with all scopes

#: Account, name, role, its label, the key of the organisation, and where. The street is 欣园街道; ``community`` is its
#: first one, ``grid`` that one's first grid, and so on down.
LOGINS = (
    ("unit", "李桂兰", "unit_head", "单元长", "OFFICE", "unit"),
    ("building", "张淑华", "building_head", "楼栋长", "OFFICE", "building"),
    ("head", "王秀英", "grid_head", "网格长", "OFFICE", "grid"),
    ("worker", "吴晓丽", "community_worker", "社区工作者", "OFFICE", "community"),
    ("secretary", "刘桂芝", "community_secretary", "社区书记", "OFFICE", "community"),
    ("contact", "何雅琴", "contact_point", "党群联络点值守", "PARTY", "community"),
    ("liaison", "邵明", "liaison", "驻区单位联络员", "GRAIN", "street"),
    ("clerk", "赵国强", "street_clerk", "街道经办", "OFFICE", "street"),
    ("leader", "孙立民", "street_leader", "街道书记，今天带班", "OFFICE", "street"),
    ("heating", "陈志刚", "department_clerk", "区供热办经办", "heat", "district"),
    ("heating_chief", "周海涛", "department_leader", "区供热办负责人", "heat", "district"),
    ("civil", "许文静", "department_clerk", "区民政局经办", "civil", "district"),
    ("urban", "韩冬梅", "department_clerk", "区城管局经办", "urban", "district"),
    ("dispatcher", "郑凯", "district_dispatcher", "区指挥中心", "CENTRE", "district"),
    ("district", "冯振华", "district_leader", "区领导", "LEAD", "district"),
    ("caller", "姜雪", "caller", "回访员", "CALLS", "district"),
    ("sorter", "曹丽华", "city_dispatcher", "市级分拣员", "CENTRE", "city"),
    ("mayor", "马建国", "city_leader", "市领导", "LEAD", "city"),
    ("system", "系统员", "system_admin", "系统管理员，不看居民数据", "IT", "city"),
    ("security", "安全员", "security_admin", "安全管理员，不看居民数据", "IT", "city"),
    ("audit", "审计员", "audit_admin", "审计管理员，不看居民数据", "IT", "city"),
)
#: More of the same street: the director who also signs, a clerk authorised to sign, and one who stands in.
BESIDE = (
    ("director", "高永胜", "street_leader", "街道主任", "OFFICE", "street"),
    ("clerk2", "林敏", "street_clerk", "街道经办，受权签发综合执法哨", "OFFICE", "street"),
    ("squad", "杜建军", "department_clerk", "综合执法中队队员，派驻在街道", "urban-TEAM", "street"),
    ("deputy", "宋佳宁", "street_clerk", "街道经办，今天代理主任", "OFFICE", "street"),
)


def logins() -> list[tuple[str, str]]:
    """Account and, in words, whose it is."""
    return [
        (username, f"{label} {name}") for username, name, _role, label, _key, _where in (*LOGINS, *BESIDE)
    ]
