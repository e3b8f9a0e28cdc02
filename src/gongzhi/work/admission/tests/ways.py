"""The ways past the gate that ``test_gate`` tries: by whom, to whom, as what, under which matter, by which door."""

from datetime import timedelta

from django.test import Client

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.kit.reference import bump
from gongzhi.town.access.actor import CLOCK, NOBODY, Actor, resident, system
from gongzhi.town.organisations.models import Kind, Organisation
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Post, User
from gongzhi.work.admission import commands
from gongzhi.work.admission.tests import world
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.ports import NotAdmitted


def account(name, role, organisation, area, **more):
    """A person with a post of their own."""
    user = User.objects.create_user(name, name, "x", synthetic=True)
    Post.objects.create(
        user=user, role=role, organisation=organisation, area=area, valid_from="2020-01-01", **more
    )
    return actor_of(name)


def organisation(kind, area, code="NEW"):
    made = Organisation.objects.create(
        code=code,
        name=f"{code}单位",
        kind=kind,
        area=area,
        synthetic=True,
        basis="测试",
        valid_to="2099-01-01",
    )
    bump("organisations")
    return made


def send(actor, town, **more):
    return tasks.assign(actor, **world.order(town, **more))


# Who sends: everybody above, from wherever they sit.
def by_stationed_team(town):
    """A department's team that sits in the street."""
    team = organisation(Kind.STATIONED_TEAM, town.areas.street)
    send(account("team", "department_clerk", team, town.areas.street), town)


def by_task_force_in_the_street(town):
    force = organisation(Kind.TASK_FORCE, town.areas.street)
    send(account("force", "department_leader", force, town.areas.street), town)


def by_leading_group_of_the_street_level(town):
    group = organisation(Kind.LEADING_BODY, town.areas.street)
    send(account("group", "street_leader", group, town.areas.street), town)


def by_utility(town):
    water = organisation(Kind.UTILITY, town.areas.district)
    send(account("water", "department_clerk", water, town.areas.district), town)


def by_a_department_with_a_street_role(town):
    """The role says street, the organisation is a department."""
    send(account("cuckoo", "street_clerk", town.organisations.heating, town.areas.street), town)


def by_a_substitute(town):
    post = town.users["heating"].posts.get()
    stand_in = {"stands_in_for": post, "valid_to": clock.today() + timedelta(days=5)}
    send(
        account("stand", "department_clerk", town.organisations.heating, town.areas.district, **stand_in),
        town,
    )


def by_the_neighbouring_street(town):
    office = organisation(Kind.STREET_OFFICE, town.areas.street2)
    send(account("next", "street_clerk", office, town.areas.street2), town)


def by_another_community(town):
    office = organisation(Kind.COMMUNITY, town.areas.community2)
    send(account("other", "community_secretary", office, town.areas.community2), town)


def by_community_to_its_street(town):
    """Upwards it is no order either: a community sets nothing for its street."""
    send(town.secretary, town, to="street")


def by_nobody(town):
    send(NOBODY, town)


def by_the_clock(town):
    send(CLOCK, town)


def by_another_system(town):
    send(system("接口"), town)


def by_a_resident_actor(town):
    send(resident(), town)


def by_an_actor_without_posts(town):
    send(Actor(user_id=town.users["heating"].pk, label="陈志刚"), town)


# To whom: street, community, and their party organisations.
def to_the_street(town):
    send(town.heating, town, to="street")


def to_the_street_party_organisation(town):
    party = organisation(Kind.PARTY_TERRITORIAL, town.areas.street)
    tasks.assign(town.heating, **{**world.order(town), "organisation_id": party.pk})


def to_an_estates_party_organisation(town):
    party = organisation(Kind.PARTY_ESTATE, town.areas.community)
    tasks.assign(town.heating, **{**world.order(town), "organisation_id": party.pk})


# As what: every form that work may take.
def about_a_case_in_name_only(town):
    """Naming a case is not hanging from one: only the case's own step does."""
    send(town.heating, town, subject_kind="cases.case", subject_id=str(new_id()))


def by_copying_an_old_task(town):
    old = send(town.leader, town)
    send(
        town.heating,
        town,
        text=old.text,
        subject_kind=old.subject_kind,
        subject_id=old.subject_id,
        basis="照旧",
    )


# Under which matter: none, somebody else's, one that does not cover it.
def with_an_unknown_matter(town):
    send(town.heating, town, matter_id=new_id())


def with_another_departments_matter(town):
    send(town.civil, town, matter_id=world.admitted(town).pk)


def with_a_matter_not_yet_reviewed(town):
    matter = commands.apply(town.heating, **world.words(town))
    send(town.heating, town, matter_id=matter.pk)


def with_a_matter_sent_back(town):
    matter = commands.apply(town.heating, **world.words(town))
    commands.send_back(town.dispatcher, matter.pk, reason="补经费")
    send(town.heating, town, matter_id=matter.pk)


def with_a_refused_matter(town):
    matter = commands.apply(town.heating, **world.words(town))
    commands.refuse_matter(town.dispatcher, matter.pk, reason="部门自己办")
    send(town.heating, town, matter_id=matter.pk)


def with_a_withdrawn_matter(town):
    matter = commands.apply(town.heating, **world.words(town))
    commands.withdraw_matter(town.heating, matter.pk)
    send(town.heating, town, matter_id=matter.pk)


def with_a_matter_waiting_for_the_meeting(town):
    world.body_of(town)
    matter = commands.apply(town.heating, **world.words(town))
    commands.review(town.dispatcher, matter.pk, legal=True, burden="尚可")
    send(town.heating, town, matter_id=matter.pk)


def with_a_matter_that_left(town):
    matter = world.admitted(town)
    commands.exit_(town.dispatcher, matter.pk, reason="群众不认可")
    send(town.heating, town, matter_id=matter.pk)


def after_the_term(town):
    matter = world.admitted(town)
    with clock.at(clock.now() + timedelta(days=61)):
        send(town.heating, town, matter_id=matter.pk, due_on=clock.today() + timedelta(days=10))


def before_the_term(town):
    first = clock.today() + timedelta(days=5)
    send(town.heating, town, matter_id=world.admitted(town, valid_from=first).pk)


def due_after_the_term(town):
    send(
        town.heating,
        town,
        matter_id=world.admitted(town).pk,
        due_on=clock.today() + timedelta(days=61),
    )


def with_too_little_notice(town):
    send(
        town.heating,
        town,
        matter_id=world.admitted(town, notice_days=7).pk,
        due_on=clock.today() + timedelta(days=6),
    )


def in_a_form_not_admitted(town):
    send(town.heating, town, matter_id=world.admitted(town, kinds=["material"]).pk)


def with_another_streets_admission(town):
    send(town.heating, town, matter_id=world.admitted(town, area_id=town.areas.street2.pk).pk)


def with_another_communitys_admission(town):
    matter = world.admitted(town, area_id=town.areas.street.pk, area_ids=[town.areas.community2.pk])
    send(town.heating, town, matter_id=matter.pk)


def after_an_emergency_lapsed(town):
    matter = commands.apply(town.heating, **world.words(town))
    commands.go_ahead(town.heating, matter.pk, reason="抢险")
    commands.lapse_bypass(CLOCK, matter.pk)
    send(town.heating, town, matter_id=matter.pk)


def with_the_matter_of_ones_other_post(town):
    """A person of two departments acts for one with the other's matter."""
    matter = world.admitted(town)
    Post.objects.create(
        user=town.users["heating"], role="department_clerk", organisation=town.organisations.civil,
        area=town.areas.district, valid_from="2020-01-01",
    )  # fmt: skip
    actor = actor_of("heating")
    other = next(post for post in actor.posts if post.organisation_id == town.organisations.civil.pk)
    object.__setattr__(actor, "acting_as", other.id)
    actor.__dict__.pop("post", None)
    send(actor, town, matter_id=matter.pk)


# Through a meeting.
def _topic_at_a_sitting(town):
    board = world.body_of(town, kind="leading_group", code="LDXZ")
    topic = meetings.raise_topic(town.heating, board, title="供热保障", text="请街道负责")
    world.sitting(town, board)
    return topic


def as_an_agenda_resolution(town):
    row = {
        "text": "街道逐户走访",
        "organisation_id": town.organisations.street.pk,
        "due_on": str(clock.today() + timedelta(days=20)),
    }
    meetings.decide(
        town.dispatcher, _topic_at_a_sitting(town), outcome="agreed", decision="请街道办", resolutions=[row]
    )


def as_a_second_resolution(town):
    topic = _topic_at_a_sitting(town)
    meetings.decide(town.dispatcher, topic, outcome="agreed", decision="原则同意")
    meetings.add_resolution(
        town.dispatcher, topic, text="社区逐户走访", organisation_id=town.organisations.community.pk,
        due_on=clock.today() + timedelta(days=20),
    )  # fmt: skip


# Through doors.
def _client(town, account="heating"):
    client = Client()
    client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _stopped(answer):
    assert answer.status_code >= 400, answer.status_code
    raise NotAdmitted(answer.content.decode())


def by_the_page(town):
    _stopped(_client(town).post("/tasks/new/", world.order(town)))


def by_the_page_with_a_hidden_flag(town):
    """A field that says it hangs on a resident's case is not asked for, and not heard."""
    _stopped(_client(town).post("/tasks/new/", {**world.order(town), "on_resident_case": "1"}))


def by_the_page_with_somebody_elses_matter(town):
    matter = world.admitted(town)
    _stopped(_client(town, "civil").post("/tasks/new/", {**world.order(town), "matter_id": str(matter.pk)}))


def _by_api(town, **more):
    from gongzhi.town.people.commands import issue_token

    token = issue_token(system("test"), town.users["heating"], "t", ["tasks:write", "cases:write"], 1)
    words = {
        name: str(value) if name == "due_on" else value for name, value in world.order(town, **more).items()
    }
    return Client().post(
        "/api/v1/tasks/", words, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )


def by_the_api(town):
    _stopped(_by_api(town))


def by_the_api_with_a_hidden_flag(town):
    _stopped(_by_api(town, on_resident_case=True))


def by_the_api_as_an_instruction(town):
    _stopped(_by_api(town, kind="instruction"))


def disguised_as_a_residents_case(town):
    """A department's clerk has no door by which to file a case."""
    _stopped(_client(town).post("/cases/new/", {"text": "请社区报表", "area": town.areas.community.pk}))


def disguised_as_a_note_of_a_head(town):
    _stopped(_client(town).post("/today/record/", {"text": "请社区报表", "area": town.areas.grid.pk}))


def by_hand_down_of_a_made_up_case(town):
    _stopped(_client(town).post(f"/cases/{new_id()}/hand_down/", {"reason": "请社区办"}))


def by_an_instruction_on_a_made_up_case(town):
    words = {"text": "请社区办", "organisation_id": town.organisations.community.pk, "due_on": clock.today()}
    _stopped(_client(town, "district").post(f"/cases/{new_id()}/instruct/", words))


ACCOUNTS = (
    "heating", "heating_chief", "civil", "district", "dispatcher", "mayor", "sorter", "liaison", "caller", "system",
)  # fmt: skip
AS = {
    "inspection": "heating",
    "material": "heating",
    "requirement": "heating",
    "instruction": "district",
    "resolution": "dispatcher",
}


def _plain(name, account, **more):
    def way(town):
        send(town.actor(account), town, **more)

    way.__name__ = name
    return way


WAYS = [
    found
    for name, found in list(globals().items())
    if callable(found)
    and getattr(found, "__module__", "") == __name__
    and name.split("_")[0] in ("by", "to", "as", "with", "about", "after", "before", "due", "in", "disguised")
]
WAYS += [_plain(f"by_{name}", name) for name in ACCOUNTS]
WAYS += [_plain(f"as_{kind}", name, kind=kind) for kind, name in AS.items()]
