"""What the clock calls for meetings: secretariats whose body has not met in time are reminded, once a week."""

from datetime import timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.meetings import queries, rules
from gongzhi.work.meetings.models import Body, Meeting

MORNING = 9  # o'clock: nobody is woken by a duty to meet
PLANNED = (Meeting.Stage.CALLED, Meeting.Stage.AGENDA_SET, Meeting.Stage.INVITED)
AHEAD = timedelta(days=14)


def remind_conveners() -> int:
    """Tell the secretariat of each body that must meet within two weeks, or is late, and has called no meeting."""
    if clock.local().hour < MORNING:
        return 0
    planned = Meeting.objects.filter(stage__in=PLANNED).values("body_id")
    found = queries.counted(Body.objects.filter(queries.in_force(clock.today())).exclude(pk__in=planned))
    week = clock.today().isocalendar()
    told = 0
    for body in found:
        last = clock.local(body.last_at).date() if body.last_at else None
        due = rules.meet_by(body, last)
        if due - AHEAD > clock.today():
            continue
        told += tell(
            serving_in([body.secretariat_id], *rules.CONVENERS), kind="meeting.due",
            title=_("%(body)s最晚%(day)s要开会") % {"body": body.name, "day": due.isoformat()},
            url=f"/meetings/bodies/{body.pk}/", once=f"meet-{body.pk}-{week.year}-{week.week}",
        )  # fmt: skip
    return told
