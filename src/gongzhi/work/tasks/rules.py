"""The regulation of tasks: who sees one, who reports on it, who closes it, and what downward work is."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step
from gongzhi.town.access.who import belonging, either, named
from gongzhi.town.areas.models import Level
from gongzhi.work.tasks.models import Task

S = Task.Stage
SETTER = named("setter_id")
DOER = belonging("organisation_id")
SEEN = either(SETTER, DOER, belonging("from_organisation_id"))
ABOVE_STREET = (Level.CITY, Level.DISTRICT)
GRASSROOTS = (Level.STREET, Level.COMMUNITY, Level.GRID)

# fmt: off
FLOW = Flow(Task, SEEN, (
    #    verb        label          from                     to            who
    Step("answer",   _("报结果"),   (S.ASSIGNED,),           S.REPORTED,   DOER, main=True),
    Step("close",    _("销号"),     (S.REPORTED,),           S.CLOSED,     SETTER, main=True),
    Step("return_",  _("退回"),     (S.REPORTED,),           S.ASSIGNED,   SETTER),
    Step("withdraw", _("撤回"),     (S.ASSIGNED,),           S.WITHDRAWN,  SETTER),
))
# fmt: on


def downward(from_level: str, to_level: str) -> bool:
    """Downward work is what a city or district organisation sets for a street or community."""
    return from_level in ABOVE_STREET and to_level in GRASSROOTS
