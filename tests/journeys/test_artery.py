"""The artery, end to end, each person at their own machine: report, raise up, propose, sign, two departments report
in and finish, verify, rate; at a desk and on a phone."""

import re

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look
from test_staff import signed_in

from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles.models import ReportIn, Whistle

TEXT = "二单元从昨天晚上开始暖气不热，一楼到三楼都是。屋里只有14度，家里有老人。"


@pytest.fixture
def town(transactional_db):
    return small.build()


def seen(page, name):
    look(page, name)
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def reported(opened, live, town, kind):
    """The resident, without an account: number and code."""
    page = opened(kind).new_page()
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_label("说说是什么事").fill(TEXT)
    press(page, "下一步")
    press(page, "送出")
    number, code = page.locator("dl.keep dd").all_inner_texts()
    return page, number, code


def step(page, verb, **words):
    """Unfold a step, fill in its words, press it."""
    form = page.locator(f"#do-{verb}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, text in words.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("form button.btn-primary").click()


def raise_up_twice(person, here, case):
    """Grid to community, community to street."""
    head = person("head")
    head.goto(here)
    step(head, "raise_up", reason="不是户内阀门的事，网格办不了")
    head.get_by_text("欣园社区上报上一级").wait_for()
    worker = person("worker")
    worker.get_by_role("link", name=case.title).click()
    step(worker, "raise_up", reason="物业无权动立管，请街道协调")
    worker.get_by_text("物业无权动立管，请街道协调").wait_for()
    return head


def whistle(clerk, leader, live, kind):
    """Proposed with the letter under one's eyes, signed by one press."""
    seen(clerk, f"artery-desk-{kind}")
    clerk.get_by_role("link", name="吹哨", exact=True).last.click()
    clerk.get_by_label("四、请部门做什么").fill("请供热办查明原因，民政局看望老人。")
    clerk.locator("#letter", has_text="民政局看望老人").wait_for()
    seen(clerk, f"artery-compose-{kind}")
    clerk.get_by_role("button", name=re.compile("签发并吹哨")).click()
    clerk.wait_for_url(re.compile(r"/whistles/[0-9a-f-]{36}/$"))
    leader.goto(f"{live}/whistles/signing/")
    press(leader, "签发")
    leader.get_by_text("现在没有等您签发的哨").wait_for()
    assert Whistle.objects.get().stage == "sounded"


def come_and_finish(department, live, organisation, words, name):
    """From the inbox: report in, then finish on the department's own page."""
    department.goto(f"{live}/whistles/inbox/")
    seen(department, f"artery-inbox-{name}")
    department.locator("#beside input[name=attending]").fill("值班一组")
    department.locator("#beside").get_by_role("button", name="报到").click()
    department.wait_for_url(re.compile("/whistles/inbox/$"))
    mine = ReportIn.objects.get(organisation_id=organisation.pk)
    assert mine.stage == "present"
    department.goto(f"{live}/whistles/in/{mine.pk}/")
    step(department, "finish", **words)
    department.locator(".phead .stage", has_text="已办完").wait_for()
    seen(department, f"artery-report-in-{name}")


def rate(resident, live, number, code):
    resident.goto(f"{live}/r/trace/")
    if resident.get_by_label("查询码").count():
        resident.get_by_label("编号").fill(number)
        resident.get_by_label("查询码").fill(code)
        press(resident, "查")
    resident.get_by_role("group", name="事情解决了吗").get_by_label("解决了", exact=True).check()
    resident.get_by_role("group", name="办的人联系过您吗").get_by_label("联系过").check()
    resident.get_by_role("group", name="满意吗").get_by_label("满意", exact=True).check()
    press(resident, "送出评价")
    resident.get_by_text("这件事办结了").first.wait_for()


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_from_report_to_rating(opened, live, town, kind):
    resident, number, code = reported(opened, live, town, kind)
    case = Case.objects.get()
    here = f"{live}/cases/{case.pk}/"

    def person(account):
        return signed_in(opened(kind), live, account)

    head = raise_up_twice(person, here, case)
    clerk = person("clerk")
    whistle(clerk, person("leader"), live, kind)
    helper = {"measures": "送电暖器2台，老人已取暖"}
    come_and_finish(person("civil"), live, town.organisations.civil, helper, f"civil-{kind}")
    lead = {
        "measures": "换了二单元立管阀门，排气后恢复到22度",
        "spoken_with": "李先生（电话）",
        "done_on": clock.today().isoformat(),
    }
    come_and_finish(person("heating"), live, town.organisations.heating, lead, f"heating-{kind}")
    clerk.goto(here)
    clerk.locator(".phead .stage", has_text="待核验").wait_for()
    seen(clerk, f"artery-case-{kind}")
    head.goto(here)
    step(head, "verify", remark="看过三户，都热了")
    head.locator(".phead .stage", has_text="待评价").wait_for()
    rate(resident, live, number, code)
    clerk.goto(here)
    clerk.locator(".phead .stage", has_text="已办结").wait_for()
    seen(clerk, f"artery-closed-{kind}")
