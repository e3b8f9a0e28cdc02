"""Following a case by number and code, or by a one-time link: wrong and unknown alike, nothing changed by looking."""

import re

import pytest

from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case, Rating, Report
from gongzhi.work.cases.tests.pages import TEXT, words


def test_number_and_code_open_the_trace(client, reported):
    client.cookies.clear()
    assert client.get("/r/trace/mine/").headers["Location"] == "/r/trace/"
    answer = client.post("/r/trace/", {"number": reported[0], "code": reported[1].lower()})
    assert answer.headers["Location"] == "/r/trace/mine/"
    page = words(client.get("/r/trace/mine/"))
    assert "第一网格" in page
    assert TEXT in page
    client.post("/r/trace/leave/")
    assert client.get("/r/trace/mine/").status_code == 302


def test_wrong_and_unknown_answer_alike_and_are_counted(client, reported, set_rule):
    set_rule("public.wrong_codes", 4)
    client.cookies.clear()
    wrong = client.post("/r/trace/", {"number": reported[0], "code": "AAAAAAAAA"})
    unknown = client.post("/r/trace/", {"number": "20200101-999999", "code": "AAAAAAAAA"})
    broken = client.post("/r/trace/", {"number": "xx", "code": "A"})
    assert wrong.status_code == unknown.status_code == broken.status_code == 404
    blank = lambda page: re.sub(r'(value|content|token)="[^"]*"', "", words(page))  # noqa: E731
    assert blank(wrong) == blank(unknown)
    client.post("/r/trace/", {"number": "xx", "code": "A"})
    assert client.post("/r/trace/", {"number": reported[0], "code": reported[1]}).status_code == 429


def test_a_forged_cookie_opens_nothing(client, reported):
    report = Report.objects.get()
    client.cookies["gz_report"] = f"{report.pk}:{reported[1]}:forged"
    assert client.get("/r/trace/mine/").status_code == 302
    assert client.post("/r/trace/withdraw/").headers["Location"] == "/r/trace/"
    assert Report.objects.get().withdrawn_at is None


def test_a_question_is_answered_in_place(client, town, reported):
    case = Case.objects.get()
    cases.ask(town.head, case, text="今天下午几点家里有人", options=["13:30 到 15:00", "打电话约"])
    page = words(client.get("/r/trace/mine/"))
    assert "今天下午几点家里有人" in page
    assert client.post("/r/trace/answer/", {"choice": "", "text": ""}).status_code == 422
    assert client.post("/r/trace/answer/", {"choice": "打电话约"}).status_code == 302
    assert "您的回答送到了" in words(client.get("/r/trace/mine/"))
    assert case.questions.get().answer == "打电话约"


def test_urge_once_supplement_withdraw(client, reported):
    client.post("/r/trace/urge/")
    assert "已经催过" in words(client.get("/r/trace/mine/"))
    assert client.post("/r/trace/urge/").status_code == 422
    client.post("/r/trace/supplement/", {"text": "三楼也不热"})
    assert "三楼也不热" in Report.objects.get().text
    client.post("/r/trace/withdraw/")
    assert "您已经撤回" in words(client.get("/r/trace/mine/"))


def test_rating_closes_or_sends_back_and_reopens(client, town, reported):
    case = Case.objects.get()
    cases.resolve(town.head, case, measures="换了阀门")
    assert "等您看看办好没有" in words(client.get("/r/trace/mine/"))
    good = {"contacted": "yes", "solved": "no", "satisfaction": "bad", "comment": "还是不热"}
    assert client.post("/r/trace/rate/", {"solved": "yes"}).status_code == 422
    client.post("/r/trace/rate/", good)
    case.refresh_from_db()
    assert (case.stage, case.round) == ("accepted", 2)
    cases.resolve(town.head, case, measures="又换了一个")
    client.post("/r/trace/rate/", good | {"solved": "yes", "satisfaction": "good"})
    assert "这件事办结了" in words(client.get("/r/trace/mine/"))
    assert Rating.objects.count() == 2
    assert client.post("/r/trace/reopen/", {"text": ""}).status_code == 422
    client.post("/r/trace/reopen/", {"text": "又不热了"})
    case.refresh_from_db()
    assert case.stage == "accepted"


def test_a_refused_case_says_where_to_turn(client, town, reported):
    case = Case.objects.get()
    cases.raise_up(town.head, case, reason="已经起诉")
    cases.refuse(town.worker, case, ground="lawsuit", reason="您已经起诉，法院在审")
    page = words(client.get("/r/trace/mine/"))
    assert "受理的法院或仲裁机构" in page
    assert "您已经起诉" in page


def test_a_step_out_of_its_moment_says_what_is_true_now(client, town, reported):
    cases.resolve(town.head, Case.objects.get(), measures="换了阀门")
    page = client.post("/r/trace/withdraw/")
    assert page.status_code == 409
    assert "等您看看办好没有" in words(page)


@pytest.fixture
def link(town, reported):
    """``link(purpose)``: the address of a one-time link for the case just told."""
    from gongzhi.work.cases.commands.tickets import make_ticket

    return lambda purpose: f"/r/t/{make_ticket(Report.objects.get(), purpose)}/"


GOOD = {"contacted": "yes", "solved": "yes", "satisfaction": "good", "comment": ""}


def test_a_link_is_for_one_use_and_one_purpose(client, town, link):
    case = Case.objects.get()
    cases.ask(town.head, case, text="几点家里有人", options=["上午"])
    cases.resolve(town.head, case, measures="换了阀门")
    address = link("rate")
    client.cookies.clear()
    page = words(client.get(address))
    assert "事情解决了吗" in page
    assert TEXT not in page
    assert not Rating.objects.exists()
    assert client.post(address, {"solved": "yes"}).status_code == 422
    assert "您的评价记下了" in words(client.post(address, GOOD))
    again = client.post(address, GOOD)
    assert again.status_code == 410
    assert "用过了" in words(again)
    assert client.get(address).status_code == 410
    assert Rating.objects.get().via == "link"


def test_an_answer_link_does_not_rate(client, town, link):
    case = Case.objects.get()
    cases.ask(town.head, case, text="几点家里有人", options=["上午"])
    address = link("answer")
    client.post(address, GOOD)
    assert not Rating.objects.exists()
    client.post(address, {"choice": "上午"})
    assert case.questions.get().answer == "上午"


def test_a_link_out_of_its_moment_stays_good(client, town, link):
    address = link("rate")
    assert client.post(address, GOOD).status_code == 409
    cases.resolve(town.head, Case.objects.get(), measures="换了阀门")
    assert client.post(address, GOOD).status_code == 200


def test_a_link_ends_and_an_unknown_one_is_counted(client, town, link, set_rule):
    from datetime import timedelta

    from gongzhi.kit import clock

    set_rule("public.wrong_codes", 2)
    address = link("rate")
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.get(address).status_code == 410
    assert client.get("/r/t/nothing-like-it/").status_code == 404
    assert client.get("/r/t/nothing-like-it/").status_code == 404
    assert client.get("/r/t/nothing-like-it/").status_code == 429


def test_a_shelved_case_says_when_it_is_looked_at_again(client, town, reported):
    from datetime import timedelta

    from gongzhi.kit import clock

    again = clock.today() + timedelta(days=30)
    cases.shelve(town.leader, Case.objects.get(), reason="等开春换管", recheck_on=again)
    page = words(client.get("/r/trace/mine/"))
    assert "现在办不了，先挂着" in page
    assert f"{again.day}日" in page
    assert "等开春换管" not in page


def test_a_merged_report_follows_the_case_that_goes_on(client, town, told, reported):
    other = told(text="楼上的人说的话，暖气不热")
    cases.merge(
        town.clerk,
        Case.objects.get(serial=Report.objects.order_by("id").first().serial),
        into=other.pk,
        reason="同一件事",
    )
    page = words(client.get("/r/trace/mine/"))
    assert "您和另外 1 人" in page
    assert "楼上的人说的话" not in page
    assert reported[0] in page
    cases.resolve(town.head, Case.objects.get(pk=other.pk), measures="换了阀门")
    assert "等您看看办好没有" in words(client.get("/r/trace/mine/"))
