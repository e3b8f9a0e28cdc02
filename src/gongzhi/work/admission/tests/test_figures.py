"""Every figure of the load meter and of the share outside the lists opens exactly its rows."""

import re
from html import unescape

import pytest
from django.test import Client

from gongzhi.work.admission import commands
from gongzhi.work.admission.tests import world
from gongzhi.work.filings.tests import making as forms
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.ports import NotAdmitted

FIGURE = re.compile(r'<a href="(/(?:admission|tasks|filings)/[^"]*\?[^"]*)">(\d+)</a>')


@pytest.fixture
def told(town):
    """Two let through, one stopped, two refused of which one is overruled, one task and one form
    set by the street."""
    matter = world.admitted(town)
    for _twice in range(2):
        tasks.assign(town.heating, **world.order(town), matter_id=matter.pk)
    with pytest.raises(NotAdmitted):
        tasks.assign(town.civil, **world.order(town))
    tasks.assign(town.clerk, **world.order(town))
    forms.opened(town)
    pushes = [
        commands.refuse_push(
            town.worker, from_organisation_id=town.organisations.civil.pk, text=f"空巢老人表{n}"
        )
        for n in range(2)
    ]
    commands.contest(town.civil, pushes[0].pk, answer="有文件")
    commands.overrule(town.dispatcher, pushes[0].pk, ruling="确有准入")
    return town


@pytest.mark.parametrize("name", ["clerk", "worker", "dispatcher", "mayor"])
@pytest.mark.parametrize("address", ["/admission/load/", "/admission/departments/"])
def test_every_figure_opens_its_rows(told, name, address):
    client = Client()
    client.force_login(told.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    found = FIGURE.findall(client.get(address).content.decode())
    assert any(figure != "0" for _url, figure in found)
    for url, figure in found:
        page = client.get(unescape(url))
        assert page.status_code == 200, url
        assert page.content.decode().count('class="ttl"') == int(figure), url


def test_the_load_is_what_was_done(told):
    client = Client()
    client.force_login(told.users["clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/admission/load/").content.decode()
    row = page[page.index("欣园社区") :]
    assert re.findall(r'<td class="num">(?:<a [^>]*>)?([\d.]+)', row)[:5] == ["2", "7.0", "1", "1", "2"]
