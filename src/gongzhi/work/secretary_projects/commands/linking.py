"""What a project is about: cases and topics, linked both ways."""

from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.secretary_projects.models import LinkedCase, LinkedTopic, Project
from gongzhi.work.secretary_projects.queries import case_of, cases_linked
from gongzhi.work.secretary_projects.rules import PROJECT


@step(PROJECT)
def link_case(actor: Actor, project: Project, *, number: str) -> None:
    """关联事项: by its number, if one sees it."""
    case_id = case_of(actor, number)
    if case_id is None:
        raise Refused(_("没有找到这个编号的事项，也可能您看不到它。"), field="number")
    row = LinkedCase(project=project, case_id=case_id, linked_on=clock.today())
    if project.linked_cases.filter(case_id=case_id).exists():
        raise Refused(_("这件事已经关联了。"), field="number")
    LinkedCase.objects.bulk_create([row])


@step(PROJECT)
def unlink_case(actor: Actor, project: Project, *, case_id: UUID) -> None:
    """取消关联: linked in error."""
    seen = {one.pk for one in cases_linked(actor, project)[0]}
    if case_id not in seen or not project.linked_cases.filter(case_id=case_id).delete()[0]:
        raise Refused(_("没有关联这件事。"), field="case_id")


@step(PROJECT)
def link_topic(actor: Actor, project: Project, *, topic_id: UUID) -> None:
    """关联议题: a topic that one sees, at which this was talked about."""
    if not TOPIC.seen_by(actor).filter(pk=topic_id).exists():
        raise Refused(_("没有找到这个议题，也可能您看不到它。"), field="topic_id")
    if project.linked_topics.filter(topic_id=topic_id).exists():
        raise Refused(_("这个议题已经关联了。"), field="topic_id")
    LinkedTopic.objects.bulk_create(
        [LinkedTopic(project=project, topic_id=topic_id, linked_on=clock.today())]
    )
