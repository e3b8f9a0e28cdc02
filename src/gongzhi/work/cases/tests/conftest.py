"""A resident at the public page."""

import pytest


@pytest.fixture
def said(client, town):
    """``said(text, do="send", **more)``: the form pressed with the unit's place; the key is the page's own."""
    from gongzhi.work.cases.tests.pages import TEXT, hidden

    def press(text=TEXT, do="send", **more):
        page = client.get(f"/r/q/{town.areas.unit.code}/")
        form = {
            "key": hidden(page, "key"),
            "area": town.areas.unit.pk,
            "how": "qr",
            "text": text,
            "do": do,
        } | more
        return client.post("/r/", {name: value for name, value in form.items() if value is not None})

    return press


@pytest.fixture
def reported(client, said):
    """Number and code of a case just told."""
    from gongzhi.work.cases.tests.pages import number_and_code

    assert said().status_code == 302
    return number_and_code(client)
