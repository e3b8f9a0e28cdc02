"""The worker, the manifest, and what the server says to a phone."""

import pytest

from gongzhi.town.people import phones

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_worker_stands_at_the_root_and_is_asked_for_each_time(client):
    said = client.get("/sw.js")
    assert said["Content-Type"].startswith("text/javascript")
    assert (said["Cache-Control"], said["Service-Worker-Allowed"]) == ("no-cache", "/")
    assert phones.version() in said.content.decode()


def test_the_manifest_names_icons_for_every_launcher(client):
    icons = client.get("/app.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        (size, kind) for size in ("192x192", "512x512") for kind in ("any", "maskable")
    }


@pytest.mark.django_db
def test_only_a_persons_own_pages_may_be_kept(client, town):
    assert "X-Gongzhi-Keep" not in client.get("/account/login/")
    assert client.get("/me/phone/").status_code == 401
    client.force_login(town.users["head"], BACKEND)
    assert client.get("/")["X-Gongzhi-Keep"] == phones.person(town.users["head"])
    assert "X-Gongzhi-Keep" not in client.get("/me/")


@pytest.mark.django_db
def test_another_persons_record_is_not_taken(client, town):
    client.force_login(town.users["worker"], BACKEND)
    whose = {"X-Gongzhi-Phone": "1", "X-Gongzhi-Person": phones.person(town.users["head"])}
    assert client.post("/today/record/", {"line": "x"}, headers=whose).status_code == 401
