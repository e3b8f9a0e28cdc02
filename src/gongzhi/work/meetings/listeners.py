"""Who is told of meetings: members of what they are asked for, the secretariat of what was raised, raisers of decisions."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.kit.web.words import stamp
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.meetings.models import Meeting, Topic
from gongzhi.work.meetings.rules import CONVENERS


def tell_members(entry: Entry) -> None:
    meeting = Meeting.objects.get(pk=entry.subject_id)
    words = {
        "call_meeting": _("征集议题：%s"), "invite": _("开会通知：%s"), "reschedule": _("会议改期：%s"),
        "cancel": _("会议取消：%s"), "minute": _("会议纪要：%s"),
    }  # fmt: skip
    title = words[entry.verb] % meeting.title
    if entry.verb in ("invite", "reschedule"):
        title += f" {stamp(meeting.held_at)}"
    tell(
        serving_in(meeting.member_ids, *CONVENERS, "liaison"), kind=f"meeting.{entry.verb}", title=title, url=f"/meetings/{meeting.pk}/",
        once=str(entry.pk),
    )  # fmt: skip


def tell_secretariat(entry: Entry) -> None:
    topic = Topic.objects.get(pk=entry.subject_id)
    tell(
        serving_in([topic.secretariat_id], *CONVENERS, "liaison"), kind="topic.raise_topic", title=_("有新议题：%s") % topic.title,
        url=f"/meetings/topics/{topic.pk}/", once=str(entry.pk),
    )  # fmt: skip


def tell_raiser(entry: Entry) -> None:
    topic = Topic.objects.get(pk=entry.subject_id)
    if topic.raiser_id:
        words = {
            "adopt": _("议题已列入议程：%s"), "decline_topic": _("议题没有列入：%s"), "decide": _("议题已议定：%s"),
            "postpone": _("议题缓议：%s"),
        }  # fmt: skip
        tell(
            [topic.raiser_id], kind=f"topic.{entry.verb}", title=words[entry.verb] % topic.title,
            url=f"/meetings/topics/{topic.pk}/", once=str(entry.pk),
        )  # fmt: skip
