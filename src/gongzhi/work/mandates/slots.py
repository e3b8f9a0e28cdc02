"""What the duty list shows on a case's page: who answers for it, on which entry."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates.queries import duty_for


def case_duty(_request: HttpRequest, case: Any) -> list[dict[str, str]]:
    """清单第 31 条：供暖 → 区供热办."""
    where = tuple(i for i in (case.district_id, case.street_id, case.community_id) if i)
    card = duty_for(catalogue().get(case.category_id), where)
    if card is None:
        return [{"basis": "", "url": "", "text": _("清单里这一类没有牵头单位")}]
    text = f"{catalogue().get(card.category_id).name} → {directory().name(card.lead_id)}"
    return [{"basis": _("清单第 %s 条") % card.code, "url": f"/mandates/?duty={card.id}", "text": text}]
