"""The papers of a meeting: the invitation for calendars (RFC 5545) and the minutes as a .docx in the usual form."""

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.words import long_day, stamp
from gongzhi.town.organisations.directory import directory
from gongzhi.work.meetings.models import Attendance, Meeting, Topic
from gongzhi.work.meetings.queries import attendances

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject

LENGTH = timedelta(hours=2)


def calendar(meeting: Meeting) -> str:
    """One event; titles and places escaped, lines folded as the standard asks (75 octets)."""
    agenda = "\\n".join(_escaped(topic.title) for topic in meeting.topics.order_by("raised_at"))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gongzhi//Meetings//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{meeting.pk}@gongzhi", f"DTSTAMP:{_utc(clock.now())}", f"DTSTART:{_utc(meeting.held_at)}",
        f"DTEND:{_utc(meeting.held_at + LENGTH)}", f"SUMMARY:{_escaped(meeting.title)}",
        f"LOCATION:{_escaped(meeting.place)}", f"DESCRIPTION:{agenda}",
        f"STATUS:{'CANCELLED' if meeting.stage == Meeting.Stage.CANCELLED else 'CONFIRMED'}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 73:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])


def minutes(meeting: Meeting) -> bytes:
    """纪要: title, time, place, who was there and who not, each topic with its decision and resolutions, the text."""
    from docx import Document  # 7 MB in every process, for a page seldom asked for
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paper = Document()
    head = paper.add_heading(meeting.title + _("纪要"), 1)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    colon = _("：")
    for label, said in ((_("时间"), stamp(meeting.opened_at or meeting.held_at)), (_("地点"), meeting.place)):
        paper.add_paragraph(label + colon + said)
    rows = attendances(meeting)
    for label, states in (
        (_("到会"), (Attendance.State.PRESENT,)),
        (_("请假"), (Attendance.State.LEAVE,)),
        (_("缺席"), (Attendance.State.ABSENT,)),
    ):
        names = [directory().name(row.organisation_id) for row in rows if row.state in states]
        if names:
            paper.add_paragraph(label + colon + _("、").join(names))
    for number, topic in enumerate(_decided(meeting), start=1):
        _topic(paper, number, topic)
    if meeting.minutes:
        for line in meeting.minutes.splitlines():
            paper.add_paragraph(line)
    paper.add_paragraph(long_day(meeting.minuted_at or clock.now())).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _decided(meeting: Meeting) -> list[Topic]:
    rows = meeting.topics.filter(stage=Topic.Stage.DECIDED).order_by("decided_at")
    return list(rows.prefetch_related("resolutions"))


def _topic(paper: "DocumentObject", number: int, topic: Topic) -> None:
    paper.add_heading(f"{number}. {topic.title}", 2)
    paper.add_paragraph(topic.get_outcome_display() + _("：") + topic.decision)
    for row in topic.resolutions.all():
        owner = directory().name(row.organisation_id)
        paper.add_paragraph(f"{row.text}（{owner}，{long_day(row.due_on)}）", style="List Bullet")
