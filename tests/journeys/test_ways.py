"""Further ways of a case, each by its own people through the pages: New Year's Eve, dispute, merge, reopen, call-back."""

import re
from datetime import datetime, timedelta

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look
from moved import EveryThread
from scene import call, tell, up
from test_artery import press, step
from test_staff import signed_in

from gongzhi.config import switchboard, timers
from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.town.duty.models import Shift
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import CallBack, Case, Rating
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle

EVE = datetime(2027, 2, 5, 21, 10, tzinfo=clock.zone())  # 除夕
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=clock.zone())


@pytest.fixture
def town(transactional_db):
    return small.build()


@pytest.fixture
def moment(monkeypatch):
    """The clock, held for every thread from a Tuesday morning on."""
    held = EveryThread(TUESDAY)
    monkeypatch.setattr(clock, "_held", held)
    return held


def seen(page, name):
    look(page, name)
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)


def said(page, live, town, text, phone="", category=""):
    """A resident says it, without an account: number and code."""
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_label("说说是什么事").fill(text)
    press(page, "下一步")
    apart = page.get_by_role("button", name="不是一回事，接着说")
    if apart.count():
        apart.click()
    if category:
        page.get_by_label("归到哪一类").select_option(category)
    if phone:
        page.get_by_label("手机号").fill(phone)
        page.get_by_label("同意办这件事的人用它联系我").check()
    press(page, "送出")
    return page.locator("dl.keep dd").all_inner_texts()


def follow(page, live, number, code):
    """Look at it again, by number and code, as from another phone."""
    page.context.clear_cookies()
    page.goto(f"{live}/r/trace/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查")


def on_duty(town, moment):
    for name, leader, clerk in (("street", "leader", "clerk"), ("heating", "heating_chief", "heating")):
        Shift.objects.create(
            organisation=getattr(town.organisations, name), leader=town.users[leader], clerk=town.users[clerk],
            starts_at=moment - timedelta(hours=4), ends_at=moment + timedelta(hours=10),
        )  # fmt: skip


def test_a_main_bursts_on_new_years_eve(opened, live, town, moment):
    """No desk is staffed: the officers on duty of street and department have it at once, and the hours run on."""
    moment.to(EVE)
    on_duty(town, EVE)
    resident = opened("phone").new_page()
    said(resident, live, town, "3栋楼前管道爆裂，热水喷上路面")
    case = Case.objects.get()
    assert (case.category_id, case.desk_id) == (town.categories.burst.pk, town.areas.street.pk)
    switchboard.drain()
    officer = signed_in(opened("phone"), live, "clerk")
    officer.goto(f"{live}/town/duty/")
    seen(officer, "eve-duty-phone")
    officer.goto(f"{live}/cases/{case.pk}/")
    officer.locator("[data-due], .clock").first.wait_for()
    seen(officer, "eve-case-phone")
    leader = signed_in(opened("desk"), live, "leader")
    leader.goto(f"{live}/whistles/new/{case.pk}/?kind=emergency")
    leader.get_by_label("部门名录").select_option(str(town.organisations.heating.pk))
    press(leader, "加上")
    leader.get_by_label("四、请部门做什么").fill("请供热办关阀抢修，先保住老人。")
    leader.locator("#letter", has_text="先保住老人").wait_for()
    seen(leader, "eve-compose-desk")
    press(leader, "应急吹哨：先吹后签")
    leader.wait_for_url(re.compile(r"/whistles/[0-9a-f-]{36}/$"))
    whistle = Whistle.objects.get()
    assert whistle.sounded_at == moment.get() and whistle.signed_at is None
    switchboard.drain()
    heating = signed_in(opened("phone"), live, "heating")
    heating.goto(f"{live}/whistles/inbox/")
    seen(heating, "eve-inbox-phone")
    assert ReportIn.objects.get().arrive_by == moment.get() + timedelta(minutes=30)
    moment.on(minutes=40)
    timers.run_due()
    heating.reload()
    heating.get_by_text(re.compile("超|逾期")).first.wait_for()
    seen(heating, "eve-late-phone")


def test_a_dispute_is_decided_and_becomes_a_precedent(opened, live, town, moment):
    case = up(town, tell(town, "小区门前管沟塌了一块", "living-heat-cold"))
    whistle = whistles.propose(
        town.clerk, case.pk, kind="unsolved", call=call(town, "parks"), request="请修复路面。"
    )
    whistles.sign(town.leader, whistle.pk)
    parks = signed_in(opened("desk"), live, "parks")
    mine = ReportIn.objects.get()
    parks.goto(f"{live}/whistles/in/{mine.pk}/")
    about = "供热管沟开挖的路面恢复由供热单位负责"
    step(parks, "dispute", clause="《宽城区配合履职事项清单》第47条", text=about)
    parks.get_by_text(about).first.wait_for()
    dispute = Dispute.objects.get()
    clerk = signed_in(opened("phone"), live, "clerk")
    clerk.goto(f"{live}/whistles/disputes/{dispute.pk}/")
    step(clerk, "say_more", text="管沟是去年供热改造时开挖的，有开挖通知。")
    clerk.get_by_text("有开挖通知").wait_for()
    seen(clerk, "dispute-says-phone")
    dispatcher = signed_in(opened("desk"), live, "dispatcher")
    dispatcher.goto(f"{live}/whistles/disputes/{dispute.pk}/")
    seen(dispatcher, "dispute-open-desk")
    form = dispatcher.locator("#do-move")
    form.locator("summary").click()
    form.locator("[name=organisation_id]").select_option(str(town.organisations.heating.pk))
    form.locator("[name=decision]").fill("谁开挖谁恢复，由区供热办办理。")
    form.locator("form button.btn-primary").click()
    dispatcher.get_by_text("谁开挖谁恢复").first.wait_for()
    seen(dispatcher, "dispute-decided-desk")
    dispute.refresh_from_db()
    assert dispute.stage == "moved"
    heating = signed_in(opened("desk"), live, "heating")
    heating.goto(f"{live}/whistles/inbox/")
    heating.get_by_text(case.title).first.wait_for()
    assert ReportIn.objects.get(organisation_id=town.organisations.heating.pk).stage == "called"


def test_three_reporters_of_one_matter_are_all_answered(opened, live, town, moment):
    page = opened("phone").new_page()
    told = [
        said(page, live, town, words)
        for words in ("楼道灯三层不亮，老人摔了", "三楼灯坏了一个星期，看不见路", "灯不亮，孩子不敢上楼")
    ]
    one, two, three = Case.objects.order_by("serial")
    head = signed_in(opened("phone"), live, "head")
    worker = signed_in(opened("desk"), live, "worker")
    for other in (two, three):
        worker.goto(f"{live}/cases/{other.pk}/?do=merge")
        step(worker, "merge", into=one.number, reason="同一盏灯")
        worker.locator(".phead .stage", has_text="已并").wait_for()
    worker.goto(f"{live}/cases/{one.pk}/")
    seen(worker, "merged-case-desk")
    head.goto(f"{live}/today/{one.pk}/")
    step(head, "resolve", measures="三层灯已换成声控灯，试过了。")
    head.get_by_text("今天没有到期的").wait_for()
    for n, (number, code) in enumerate(told, start=1):
        follow(page, live, number, code)
        page.get_by_text("三层灯已换成声控灯").first.wait_for()
        seen(page, f"merged-answer-{n}-phone")
        rated(page)
    one.refresh_from_db()
    assert one.stage == "closed" and Rating.objects.filter(case=one).count() == 3


def rated(page, solved="解决了"):
    page.get_by_role("group", name="事情解决了吗").get_by_label(solved, exact=True).check()
    page.get_by_role("group", name="办的人联系过您吗").get_by_label("联系过").check()
    page.get_by_role("group", name="满意吗").get_by_label("满意", exact=True).check()
    press(page, "送出评价")
    page.locator("#hand").wait_for()


def test_reopened_within_the_window_goes_back_to_the_same_hands(opened, live, town, moment):
    page = opened("phone").new_page()
    number, code = said(page, live, town, "楼道灯三层不亮，老人摔了")
    case = Case.objects.get()
    cases.resolve(town.head, case.pk, measures="换了灯泡。")
    follow(page, live, number, code)
    rated(page)
    case.refresh_from_db()
    assert case.stage == "closed"
    moment.on(days=3)
    follow(page, live, number, code)
    again = page.locator("details", has_text="还是没办好")
    again.locator("summary").click()
    again.locator("textarea").fill("昨晚又不亮了")
    again.locator("button").click()
    page.locator("#hand").wait_for()
    case.refresh_from_db()
    assert (case.stage, case.round, case.desk_id) == ("accepted", 2, town.areas.grid.pk)
    seen(page, "reopened-phone")
    head = signed_in(opened("phone"), live, "head")
    head.goto(f"{live}/today/{case.pk}/")
    head.get_by_text("昨晚又不亮了").first.wait_for()
    seen(head, "reopened-head-phone")


def test_three_calls_at_different_hours(opened, live, town, moment, set_draw):
    """A call-back is drawn, not chosen; who is not reached after three hours of trying is left in peace."""
    page = opened("phone").new_page()
    phones = ("13812340001", "13812340002")
    for n, phone in enumerate(phones):
        said(page, live, town, ("开证明跑了三趟", "办证窗口没人")[n], phone, category="living-papers")
    for case in Case.objects.order_by("serial"):
        up(town, case)
        cases.resolve(
            town.clerk,
            case.pk,
            measures="已当面办好。",
            spoken_with="本人",
            done_on=clock.today().isoformat(),
        )
        cases.verify(town.leader, case.pk)
    switchboard.drain()
    first, second = CallBack.objects.order_by("drawn_at", "id")
    caller = signed_in(opened("desk"), live, "caller")
    caller.goto(f"{live}/cases/call-backs/")
    seen(caller, "call-backs-desk")
    for n in (1, 2, 3):
        caller.goto(f"{live}/cases/call-backs/{first.pk}/")
        press(caller, "看号码") if n == 1 else None
        if n == 1:
            caller.get_by_text("号码，只显示这一次").wait_for()
            seen(caller, "call-back-number-desk")
        press(caller, "未接通")
        caller.wait_for_url(f"{live}/cases/call-backs/")
        assert len(CallBack.objects.get(pk=first.pk).tries) == n
        moment.on(hours=1, minutes=30)
    first.refresh_from_db()
    assert first.stage == "unreached" and len(first.tries) == 3
    caller.goto(f"{live}/cases/call-backs/{second.pk}/")
    caller.get_by_role("group", name="事情解决了吗").get_by_label("解决了", exact=True).check()
    caller.get_by_role("group", name="办的人联系过您吗").get_by_label("联系过").check()
    caller.get_by_role("group", name="满意吗").get_by_label("满意", exact=True).check()
    press(caller, "记下评价")
    caller.wait_for_url(re.compile("/call-backs/"))
    assert Rating.objects.get().via == "phone"
    clerk = signed_in(opened("desk"), live, "clerk")
    clerk.goto(f"{live}/cases/{second.case_id}/")
    clerk.get_by_text("电话回访").first.wait_for()
    seen(clerk, "call-back-rated-desk")


@pytest.fixture
def set_draw(town):
    """Everybody who left a number and agreed is drawn."""
    from gongzhi.kit import reference
    from gongzhi.kit.records.models import Rule

    Rule.objects.filter(key="call_back.share").update(value=1.0)
    reference.bump("rules")
