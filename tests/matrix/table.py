"""Who should see what, written by hand and by nobody's code: the regulation as a person would say it.

A person is (role, where); a thing is a kind of ``world``. Whoever does not stand here is told that there is no such thing.
"""

from tests.matrix.world import R

Person = tuple[str, str]


def here(*roles: str) -> set[Person]:
    return {(str(role), "here") for role in roles}


HEADS = (R.UNIT_HEAD, R.BUILDING_HEAD, R.GRID_HEAD)
COMMUNITY = (R.COMMUNITY_WORKER, R.COMMUNITY_SECRETARY)
STREET = (R.STREET_CLERK, R.STREET_LEADER)
CITY = (R.CITY_DISPATCHER, R.CITY_LEADER)
ABOVE = (R.DISTRICT_DISPATCHER, R.DISTRICT_LEADER, *CITY)
DEPARTMENT = (R.DEPARTMENT_CLERK, R.DEPARTMENT_LEADER)
ADMINISTRATORS = (R.SYSTEM_ADMIN, R.SECURITY_ADMIN, R.AUDIT_ADMIN)
AROUND = here(*HEADS, *COMMUNITY, *STREET, *ABOVE)
OFFICE = here(*STREET, *ABOVE)
WHISTLERS = here(R.GRID_HEAD, *COMMUNITY)
HELPER = {(str(R.DEPARTMENT_CLERK), "helper")}
TEAM = {(str(role), "team") for role in DEPARTMENT}  # stationed in the street by the department next door
ELSEWHERE = {(role, "there") for role, _where in AROUND if role not in CITY}
NEIGHBOURS = {(str(role), "next") for role in HEADS}  # of the same community's office

#: A list of the district is read by everybody in service there: the next street's and the next department's people, too.
AREA_STAFF = (
    here(*(role for role in R if role not in ADMINISTRATORS))
    | HELPER
    | TEAM
    | {(str(role), "next") for role in (*HEADS, *COMMUNITY, *STREET, *DEPARTMENT, R.LIAISON, R.CALLER)}
)

#: What is in force is read by everybody in service, wherever.
EVERYBODY = {
    (str(role), where)
    for role in R
    if role not in ADMINISTRATORS
    for where in ("here", "next", "there", "helper", "team")
}

#: The call of the city reaches everybody who may answer one, or lead.
CALLED_FOR = (
    here(*COMMUNITY)
    | OFFICE
    | {(str(role), "next") for role in (*COMMUNITY, *STREET)}
    | {(str(role), "there") for role in (*COMMUNITY, *STREET, R.DISTRICT_DISPATCHER, R.DISTRICT_LEADER)}
)
SEES: dict[str, set[Person]] = {
    "plain": AROUND,
    "unplaced": here(*CITY),
    "foreign": ELSEWHERE | here(*CITY),
    "filed": AROUND | here(R.LIAISON),
    "called": AROUND | here(*DEPARTMENT, R.CALLER) | HELPER,
    "secret": OFFICE,  # 举报: the community is not told
    "secret_called": OFFICE | here(*DEPARTMENT) | HELPER,
    "whistle": OFFICE | WHISTLERS,
    "secret_whistle": OFFICE,
    "report_in": OFFICE | WHISTLERS | here(*DEPARTMENT),
    "secret_report_in": OFFICE | here(*DEPARTMENT),
    "helper_in": OFFICE | WHISTLERS | HELPER,
    "secret_helper_in": OFFICE | HELPER,
    "dispute": OFFICE | here(*DEPARTMENT),
    "secret_dispute": OFFICE | here(*DEPARTMENT),
    "task": here(*STREET, *COMMUNITY, *HEADS) | NEIGHBOURS,  # who set it, and whose office has to do it
    "call_back": here(R.CALLER),
    "meeting": here(R.DISTRICT_DISPATCHER, R.DISTRICT_LEADER, *CITY, *DEPARTMENT, *STREET)
    | HELPER,  # its seats
    "topic": here(R.DISTRICT_DISPATCHER, R.DISTRICT_LEADER, *CITY, *DEPARTMENT, *STREET) | HELPER,
    "matter": here(
        *DEPARTMENT, *ABOVE, *STREET, *COMMUNITY, *HEADS
    )  # who asked, who reviews, whom it may reach
    | {(str(role), "next") for role in (*STREET, *COMMUNITY, *HEADS)},
    "push": here(*COMMUNITY, *STREET, *ABOVE)
    | HELPER,  # refused by the community, sent by the other department
    "objection": here(*COMMUNITY, *ABOVE),
    "listing": AREA_STAFF,
    "item": AREA_STAFF,
    "letter": here(*STREET, *ABOVE)
    | {(str(role), "next") for role in DEPARTMENT},  # its street, those above, its issuer
    # the department whose power it was is the neighbouring one (城管局)
    "power": OFFICE | {(str(role), "next") for role in DEPARTMENT},
    "enforcement_file": OFFICE | {(str(role), "next") for role in DEPARTMENT},
    # who asks; the streets and communities of the district, whom it asks; those above
    "filing": here(*DEPARTMENT, *STREET, *COMMUNITY, *ABOVE)
    | {(str(role), "next") for role in (*STREET, *COMMUNITY)},
    "filing_draft": here(*DEPARTMENT),
    "filing_sheet": here(*DEPARTMENT, *STREET, *COMMUNITY, *ABOVE),
    "power_draft": here(*STREET),  # the other side hears of it once it is signed
    "power_use": OFFICE | here(*DEPARTMENT),
    "power_asked": OFFICE | here(*DEPARTMENT),
    "command_order": OFFICE
    | TEAM
    | {(str(role), "next") for role in DEPARTMENT},  # the team and its department
    "policy_draft": here(*STREET),  # its own office, until it is in force
    "policy_set": EVERYBODY,
    "term": EVERYBODY,
    "requirement_task": here(*STREET, *COMMUNITY, *HEADS) | NEIGHBOURS,  # what came of the requirement
    "requirement": OFFICE | here(*COMMUNITY, *HEADS) | NEIGHBOURS,  # who set it, whom it is for, those above
    "acknowledgement": here(*STREET, *COMMUNITY, *HEADS) | NEIGHBOURS,  # who took note, who issued
    "project_draft": here(*COMMUNITY),  # nobody above before it is put forward
    "project": here(*COMMUNITY) | OFFICE,
    "project_call": CALLED_FOR,
    "yearly_opinion": here(R.STREET_LEADER)
    | {(str(R.DEPARTMENT_CLERK), "team"), (str(R.DEPARTMENT_LEADER), "next")},
}

CASES = ("plain", "unplaced", "foreign", "filed", "called", "secret", "secret_called")
OPENLY = ("plain", "filed", "called")
#: Who may read the reporter's own words in full and their masked name. Nobody reads name or telephone without a reason.
KNOWS: dict[str, set[Person]] = {kind: here(*STREET, R.CITY_DISPATCHER) for kind in CASES}
KNOWS |= {kind: KNOWS[kind] | here(*COMMUNITY, R.GRID_HEAD) for kind in OPENLY}
KNOWS["filed"] = KNOWS["filed"] | here(R.LIAISON)
KNOWS["unplaced"] = here(R.CITY_DISPATCHER)
KNOWS["foreign"] = here(R.CITY_DISPATCHER) | {
    (str(role), "there") for role in (*STREET, *COMMUNITY, R.GRID_HEAD)
}
#: Photos are seen by whoever sees the case; those of a 举报 only by those who may know its reporter.
SEES |= {"file": SEES["called"], "secret_file": KNOWS["secret_called"]}


def matter(kind: str) -> set[Person]:
    """Who may know of a matter at all: whoever sees the case or one thing that hangs from it."""
    below = {"called": ("whistle", "report_in", "helper_in", "dispute", "call_back"),
             "secret_called": ("secret_whistle", "secret_report_in", "secret_helper_in", "secret_dispute")}  # fmt: skip
    return SEES[kind].union(*(SEES[one] for one in below.get(kind, ())))
