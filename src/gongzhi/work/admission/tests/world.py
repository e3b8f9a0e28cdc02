"""What the tests of the gate share: a joint meeting, and matters that got through."""

from datetime import timedelta
from decimal import Decimal

from gongzhi.kit import clock
from gongzhi.work.admission import commands
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.meetings.models import Body, Seat

KINDS = ("order", "inspection", "material", "requirement", "resolution", "letter")


def body_of(town, kind="admission", code="ZRHY", area=None):
    """A body of the district, convened by its dispatch centre, with the two departments and the street in it."""
    where = area or town.areas.district
    made = Body.objects.create(
        code=code, name="宽城区事项准入联席会议", kind=kind, area=where, lineage=list(where.lineage),
        secretariat=town.organisations.dispatch, valid_from="2020-01-01", synthetic=True,
    )  # fmt: skip
    for organisation in (town.organisations.heating, town.organisations.civil, town.organisations.street):
        Seat.objects.create(body=made, organisation=organisation, valid_from="2020-01-01")
    return made


def words(town, **more):
    """What a department asks for: the law says so, for the whole district, twice each."""
    today = clock.today()
    return {
        "title": "供热管线安全排查", "content": "请社区协助通知住户，陪同入户", "kinds": list(KINDS), "ground": "law",
        "basis": "《测试条例》第一条", "area_id": town.areas.district.pk, "valid_from": today,
        "valid_to": today + timedelta(days=60), "times": 2, "hours": Decimal("3.5"), **more,
    }  # fmt: skip


def admitted(town, by="heating", **more):
    """A matter that passed by record."""
    matter = commands.apply(town.actor(by), **words(town, **more))
    commands.pass_by_record(town.dispatcher, matter.pk, burden="依《测试条例》第一条直接准入")
    matter.refresh_from_db()
    return matter


def sitting(town, body):
    """A meeting of the body, held: everybody invited is there."""
    meeting = meetings.call_meeting(
        town.dispatcher, body, held_at=clock.now() + timedelta(days=20), place="三楼会议室"
    )
    for topic in body.topics.filter(stage="raised"):
        meetings.adopt(town.dispatcher, topic, meeting_id=meeting.pk)
    meetings.set_agenda(town.dispatcher, meeting.pk)
    meetings.invite(town.dispatcher, meeting.pk)
    meetings.open_(
        town.dispatcher, meeting.pk,
        present=list(meeting.attendances.values_list("organisation_id", flat=True)),
    )  # fmt: skip
    return meeting


def order(town, to="community", **more):
    """The words of a task for the community or the street."""
    return {
        "text": "逐户通知检修时间", "organisation_id": getattr(town.organisations, to).pk,
        "due_on": clock.today() + timedelta(days=10), **more,
    }  # fmt: skip
