"""A category that is no longer in force keeps its name on old cases and can't be chosen."""

import pytest

from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import bump
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Category


def test_a_retired_category_is_read_but_not_chosen(client, town, told):
    told("living-lamp", text="楼道灯不亮")
    Category.objects.filter(code="living-lamp").update(valid_to="2026-01-01")
    bump("categories")
    case = Case.objects.get()
    assert catalogue().get(case.category_id).name == "楼道灯"
    assert "living-lamp" not in {card.code for card in catalogue().leaves}
    with pytest.raises(Refused):
        catalogue().coded("living-lamp")
    client.force_login(town.users["clerk"], "allauth.account.auth_backends.AuthenticationBackend")
    assert "楼道灯不亮" in client.get("/cases/").content.decode()
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert client.get("/open311/v2/requests.json").json()[0]["service_name"] == "楼道灯"
