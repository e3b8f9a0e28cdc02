"""The regulation of tasks: who sees one, who reports on it, who closes it, and what downward work is."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.town.access.who import belonging, either, named, where
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard
from gongzhi.town.organisations.models import Kind
from gongzhi.work.tasks.models import Task

S = Task.Stage
SETTER = named("setter_id")
DOER = belonging("organisation_id")
LOCAL_ROLES = ("street_leader", "street_clerk", "community_secretary", "community_worker")
REFUSER = where(
    Q(matter_id__isnull=False), belonging("organisation_id", *LOCAL_ROLES)
)  # work that came through the gate
SEEN = either(SETTER, DOER, belonging("from_organisation_id"))
GRASSROOTS = (Level.STREET, Level.COMMUNITY, Level.GRID, Level.BUILDING, Level.UNIT)
LOCAL = (
    Kind.STREET_OFFICE,
    Kind.COMMUNITY,
    Kind.PARTY_TERRITORIAL,
    Kind.PARTY_ESTATE,
)  # whom the gate protects

# fmt: off
FLOW = Flow(Task, SEEN, (
    #    verb        label          from                     to            who
    Step("answer",   _("报结果"),   (S.ASSIGNED,),           S.REPORTED,   DOER, main=True),
    Step("close",    _("销号"),     (S.REPORTED,),           S.CLOSED,     SETTER, main=True),
    Step("return_",  _("退回"),     (S.REPORTED,),           S.ASSIGNED,   SETTER),
    Step("withdraw", _("撤回"),     (S.ASSIGNED,),           S.WITHDRAWN,  SETTER),
    Step("refuse",   _("拒收"),     (S.ASSIGNED,),           S.REFUSED,    REFUSER),
    Step("put_back", _("应当承接"), (S.REFUSED,),            S.ASSIGNED,   by_rooms, door=False),
))
# fmt: on


def downward(setter: OrganisationCard | None, doer: OrganisationCard) -> bool:
    """Whether work set by one organisation for another is downward work, which the gate must admit.

    It is when it reaches a street or community from anybody but a street or community above or beside it: a
    department, a leading group, a dispatch centre, a utility, a task force or a stationed team, at whatever level
    that sits. What a street sets for its own communities is not; another street's is.
    """
    where = tree().get(doer.area_id)
    if not _local(doer):
        return False
    if setter is None or not _local(setter):
        return True
    return where is not None and setter.area_id not in where.lineage


def _local(card: OrganisationCard) -> bool:
    """An office or party organisation of a street, a community or below."""
    area = tree().get(card.area_id)  # buildings and units are not in the tree: they are below
    return card.kind in LOCAL and (area is None or area.level in GRASSROOTS)
