"""A client that others wrote, PyPI's georeport, works against our Open311 over real HTTP."""

import pytest

from gongzhi.kit import reference

V2 = "/open311/v2"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_real_client_works_against_it(live_server, client, form):
    """PyPI's georeport, over real HTTP; it reads only."""
    from georeport import GeoReport

    from gongzhi.demo import small
    from gongzhi.town.access.actor import system
    from gongzhi.town.people.commands import keep_token
    from tests.flows.test_races import seed_rules

    seed_rules()
    town = small.build()
    reference.warm()
    keep_token(
        system("test"), town.users["liaison"], label="app", scopes=["open311:write"], days=30, plain="demo"
    )
    reader = GeoReport(f"{live_server.url}{V2}", jurisdiction="2201", api_key="demo", output_format=form)
    assert "living-lamp" in {row["service_code"] for row in reader.get_service_list()}
    assert reader.get_service_definition("living-lamp")["service_code"] == "living-lamp"
    fields = {"api_key": "demo", "service_code": "living-lamp", "lat": "43.905", "long": "125.305"}
    number = client.post(f"{V2}/requests.json", fields).json()[0]["service_request_id"]
    assert reader.get_service_request(number)["service_request_id"] == number
    assert number in str(reader.get_service_requests(status="open"))
    assert number in str(reader.get_service_requests(service_code="living-lamp"))
