"""What enforcement shows on a case's page, for the street and the district: its files, fetched by address.

The case's page pays no statement for it; without JavaScript the panel is a link.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongzhi.kit.web.doors import StepFace
from gongzhi.work.enforcement.rules import CITY_ROLES, DISTRICT_ROLES, STREET_ROLES


def case_rail(_request: HttpRequest, case: Any) -> list[dict[str, Any]]:
    """A panel that fetches the files of this case."""
    if not case.looker.serves(*STREET_ROLES, *DISTRICT_ROLES, *CITY_ROLES):
        return []
    return [{"template": "enforcement/case_rail.html", "case": case}]


def case_steps(case: Any) -> list[StepFace]:
    """登记执法线索, among the rarer steps of the street where the case happened."""
    if not any(case.street_id in post.reach for post in case.looker.serves(*STREET_ROLES)):
        return []
    address = f"/enforcement/new/?case={case.pk}"
    return [StepFace("open_clue", _("登记执法线索"), address, link=address, icon="gavel", rare=True)]
