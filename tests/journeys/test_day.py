"""A day at 欣园街道 (synthetic): eight persons and one matter, from the staircase's code to the rating, and the night."""

import io
import re
from datetime import datetime, timedelta

import pytest
from diary import Diary
from moved import EveryThread
from PIL import Image, ImageDraw
from test_artery import press, step
from test_lamp import sign_in
from test_ways import follow, rated, said

from gongzhi.config import switchboard, timers
from gongzhi.demo import small
from gongzhi.kit import clock, reference
from gongzhi.kit.records.models import Rule
from gongzhi.town.duty.models import Shift
from gongzhi.work.cases.models import CallBack, Case, Rating
from gongzhi.work.whistles.models import ReportIn, Whistle

MORNING = datetime(2026, 11, 24, 7, 40, tzinfo=clock.zone())
COLD = "二单元从昨天晚上开始暖气不热，一楼到三楼都是。屋里只有14度，家里有老人。"
FOREWORD = (
    "合成的一天：人、事、单位之间的往来全部虚构，只有区划是真的。本页和图片由一条浏览器旅程写成"
    "（`make pictures`），图里的每一步都是真的点出来的。\n\n"
    "*A synthetic day: people and events are invented, only the divisions are real. This page and its pictures are "
    "written by one browser journey; every step in them was really pressed.*"
)


@pytest.fixture
def moment(monkeypatch):
    held = EveryThread(MORNING)
    monkeypatch.setattr(clock, "_held", held)
    return held


@pytest.fixture
def town(transactional_db, moment):
    town = small.build()
    for name, leader, clerk in (("street", "leader", "clerk"), ("heating", "heating_chief", "heating")):
        Shift.objects.create(
            organisation=getattr(town.organisations, name), leader=town.users[leader], clerk=town.users[clerk],
            starts_at=MORNING.replace(hour=17), ends_at=MORNING.replace(hour=17) + timedelta(hours=15),
        )  # fmt: skip
    Rule.objects.filter(key="call_back.share").update(value=1.0)
    reference.bump("rules")
    return town


@pytest.fixture
def day(opened, live, town, moment):
    return Day(opened, live, town, moment)


class Day:
    """The people of the day, each at their own machine, and the diary."""

    def __init__(self, opened, live, town, moment):
        self.opened, self.live, self.town, self.moment = opened, live, town, moment
        self.diary, self.pages = Diary("欣园街道的一天 · A day at Xinyuan street (synthetic)"), {}
        self.photo = {"name": "valve.jpg", "mimeType": "image/jpeg", "buffer": drawn()}

    def at(self, hour, minute, who, chinese, english):
        switchboard.drain()
        self.moment.to(MORNING.replace(hour=hour, minute=minute))
        timers.run_due()
        self.diary.tell(who, chinese, english)

    def page(self, account, kind="desk", address=""):
        """Somebody's page, signed in once."""
        if account not in self.pages:
            context = self.opened(kind)
            self.pages[account] = (
                sign_in(context, self.live, self.town, account)
                if account in self.town.users
                else context.new_page()
            )
        page = self.pages[account]
        if address:
            page.goto(f"{self.live}{address}")
        return page

    def look(self, page, words):
        self.diary.look(page, words)


def drawn():
    """A photo, drawn: a red valve on a grey wall."""
    made = Image.new("RGB", (1200, 900), (196, 196, 190))
    pen = ImageDraw.Draw(made)
    pen.rectangle((560, 0, 640, 900), fill=(120, 124, 128))
    pen.ellipse((470, 350, 730, 550), outline=(170, 40, 30), width=36)
    held = io.BytesIO()
    made.save(held, "JPEG", quality=80)
    return held.getvalue()


def test_a_day(day):
    told = morning(day)
    case = Case.objects.order_by("serial").first()
    whistled(day, case)
    departments(day, case, told)
    evening(day, case, told)
    night(day)
    day.diary.write(MORNING, FOREWORD)
    case.refresh_from_db()
    assert (case.stage, case.round) == ("closed", 1)
    assert (
        Rating.objects.get(case=case).via == "code" and Rating.objects.exclude(case=case).get().via == "phone"
    )
    assert set(Case.objects.values_list("stage", flat=True)) == {"closed", "noted", "called"}


def morning(day):
    """Reported by a scan, seen by the head with a photo, a lamp on the way, passed on by the community."""
    town, live = day.town, day.live
    day.at(
        7,
        40,
        "居民李明",
        "扫单元门上的码，说暖气不热。不用账号，两步就送出。",
        "Scans the code at the door: no heating. No account.",
    )
    flat = day.page("resident", "phone")
    told = said(flat, live, town, COLD, "13812345678")
    day.look(flat, "收到了，编号和查询码")
    other = day.page("neighbours", "phone")
    said(other, live, town, "办居住证明跑了三趟", "13912345678", category="living-papers")
    case = Case.objects.order_by("serial").first()
    day.at(
        8,
        5,
        "网格长王秀英",
        "手机上“今天”排在最前的就是它。上门看过，拍照记一条，报给社区。",
        "Today's list; goes to see, adds a photo, raises it up.",
    )
    head = day.page("head", "phone", "/")
    day.look(head, "今天")
    head.goto(f"{live}/today/{case.pk}/")
    form = head.locator("#do-remark")
    form.locator("summary").click()
    form.locator("[name=text]").fill("入户三家，都是14度，阀门是开的。")
    form.locator("[name=photos]").set_input_files(day.photo)
    form.locator("button.btn-primary").click()
    head.get_by_text("入户三家").first.wait_for()
    step(head, "raise_up", reason="不是户内阀门的事，网格办不了")
    head.get_by_text("已记下").wait_for()
    head.goto(f"{live}/today/{case.pk}/")
    day.look(head, "事项：拍照、上报")
    day.at(
        8,
        20,
        "网格长王秀英",
        "下楼顺手换了一盏灯：一句话，即办，不进任何排名。",
        "Mends a lamp on the way: one line, outside every figure.",
    )
    head.goto(f"{live}/")
    head.get_by_label("一句话记事").fill("二楼楼道灯不亮，换好了")
    press(head, "办好了，记下")
    head.get_by_role("status").first.wait_for()
    day.at(
        8,
        40,
        "社区工作者吴晓丽",
        "物业动不了立管，报到街道。",
        "The estate's firm may not touch the riser: up to the street.",
    )
    worker = day.page("worker", "desk", f"/cases/{case.pk}/")
    step(worker, "raise_up", reason="物业无权动立管，请街道协调")
    worker.get_by_text("物业无权动立管").first.wait_for()
    day.look(worker, "事项页")
    return told


def whistled(day, case):
    """Proposed with the letter under one's eyes, signed by the secretary."""
    day.at(
        9,
        10,
        "街道经办赵国强",
        "清单上写着该谁办，信函边写边看；提请吹哨。",
        "The duty list names who is responsible; proposes the whistle.",
    )
    clerk = day.page("clerk", "desk", f"/whistles/new/{case.pk}/")
    clerk.get_by_label("四、请部门做什么").fill("请供热办查明原因、恢复供热，民政局看望老人。")
    clerk.locator("#letter", has_text="看望老人").wait_for()
    day.look(clerk, "写吹哨通知单")
    clerk.get_by_role("button", name=re.compile("签发并吹哨|送签|提请")).first.click()
    clerk.wait_for_url(re.compile(r"/whistles/[0-9a-f-]{36}/$"))
    day.at(9, 20, "街道书记孙立民", "一眼看完，签发，哨就响了。", "Signs: the whistle sounds.")
    leader = day.page("leader", "phone", "/whistles/signing/")
    day.look(leader, "等我签发")
    press(leader, "签发")
    leader.get_by_text("现在没有等您签发的哨").wait_for()
    assert Whistle.objects.get().stage == "sounded"


def come(day, account, organisation):
    """A department arrives, by its inbox; its own page afterwards."""
    page = day.page(account, "phone" if account == "heating" else "desk", "/whistles/inbox/")
    mine = ReportIn.objects.get(organisation_id=organisation.pk)
    page.goto(f"{day.live}/whistles/in/{mine.pk}/")
    step(page, "report_in", attending="值班一组")
    page.locator(".phead .stage", has_text="在办").wait_for()
    return page, mine


def departments(day, case, told):
    """Both report in; a question to the resident stops the clock; finished with the four elements; verified."""
    orgs, live = day.town.organisations, day.live
    day.at(9, 50, "区供热办陈志刚", "到场报到，以服务器时间为准。", "Reports in, by the server's time.")
    heating, lead = come(day, "heating", orgs.heating)
    day.look(heating, "已到场")
    day.at(
        10,
        5,
        "区民政局许文静",
        "到场，给老人送电暖器，办结自己的一份。",
        "Arrives, brings heaters to the old people, finishes their part.",
    )
    civil, _mine = come(day, "civil", orgs.civil)
    step(civil, "finish", measures="给三户老人送电暖器3台，已教会使用。")
    civil.locator(".phead .stage", has_text="已办完").wait_for()
    day.at(
        10,
        30,
        "区供热办陈志刚",
        "要进户才能排气，问居民几点在家；问到了，钟停。",
        "Must come in: asks when somebody is at home; the clock waits.",
    )
    heating.goto(f"{live}/cases/{case.pk}/")
    form = heating.locator("#do-ask")
    form.locator("summary").click()
    form.locator("[name=text]").fill("今天下午几点家里有人？")
    form.locator("[name=options]").fill("13:30 到 15:00\n15:00 到 17:00")
    form.locator("button.btn-primary").click()
    heating.get_by_text("今天下午几点家里有人").first.wait_for()
    day.at(
        10,
        45,
        "居民李明",
        "在“查进度”里像看快递一样看，点一下就回答了。",
        "Answers by one press on the trace page.",
    )
    flat = day.page("resident")
    follow(flat, live, *told)
    day.look(flat, "查进度")
    flat.get_by_label("13:30 到 15:00").check()
    press(flat, "回答")
    day.at(
        15,
        40,
        "区供热办陈志刚",
        "办完，答复写全四项：何时受理、和谁沟通、采取的措施、办结日期。",
        "Finishes; the reply has its four elements.",
    )
    heating.goto(f"{live}/whistles/in/{lead.pk}/")
    step(
        heating, "finish", measures="换了二单元立管阀门，排气后恢复到22度。", spoken_with="李先生（上门）",
        done_on=clock.today().isoformat(),
    )  # fmt: skip
    heating.locator(".phead .stage", has_text="已办完").wait_for()
    day.look(heating, "已办完")
    day.at(16, 10, "网格长王秀英", "换一双眼睛核验：上门摸过暖气。", "Other eyes verify.")
    head = day.page("head", address=f"/today/{case.pk}/")
    step(head, "verify", remark="看过三户，都热了")
    head.get_by_text("已记下").wait_for()


def evening(day, case, told):
    """The resident rates; who does not is phoned by another organisation."""
    live = day.live
    day.at(
        16,
        30,
        "区12345回访员姜雪",
        "另一件办好的事没人评，按公开的种子抽中，由别的单位打电话问，记为电话回访。",
        "Another matter, unrated: drawn by seed, phoned by another organisation.",
    )
    second = Case.objects.order_by("serial")[1]
    clerk = day.page("clerk")
    finish_papers(day, clerk, second)
    switchboard.drain()
    call = CallBack.objects.get(case=second)
    caller = day.page("caller", "desk", f"/cases/call-backs/{call.pk}/")
    press(caller, "看号码")
    caller.get_by_text("号码，只显示这一次").wait_for()
    day.look(caller, "回访")
    for group, answer in (("事情解决了吗", "解决了"), ("办的人联系过您吗", "联系过"), ("满意吗", "满意")):
        caller.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
    press(caller, "记下评价")
    caller.wait_for_url(re.compile("/call-backs/"))
    day.at(
        18,
        30,
        "居民李明",
        "评价，这件事办结；评的是单位，不是人。",
        "Rates it: closed. Organisations are rated, not people.",
    )
    flat = day.page("resident")
    follow(flat, live, *told)
    rated(flat)
    day.look(flat, "办结")
    clerk.goto(f"{live}/cases/{case.pk}/")
    day.look(clerk, "一件事的全部经过")


def finish_papers(day, clerk, second):
    """The clerk of the street has the other matter on the desk, does it, and the leader looks."""
    from gongzhi.work.cases import commands as cases

    cases.raise_up(day.town.head, second.pk, reason="要街道办")
    cases.raise_up(day.town.worker, second.pk, reason="要街道办")
    clerk.goto(f"{day.live}/cases/{second.pk}/")
    step(
        clerk,
        "resolve",
        measures="证明已送到家，说明了今后不用再开。",
        spoken_with="本人",
        done_on=clock.today().isoformat(),
    )
    clerk.locator(".phead .stage", has_text="待核验").wait_for()
    leader = day.page("leader", address=f"/cases/{second.pk}/")
    step(leader, "verify", remark="问过本人")
    leader.locator(".phead .stage", has_text="待评价").wait_for()


def night(day):
    """After hours a main bursts: the officers on duty, and the hours run."""
    live, town = day.live, day.town
    day.at(
        21,
        10,
        "值班员赵国强、带班领导孙立民",
        "夜里管道爆裂：直接到值班人员手上，带班领导先吹后签，两小时的钟不停。",
        "A main bursts at night: straight to the officers on duty; sounded at once, signed within 24 hours.",
    )
    said(day.page("passer", "phone"), live, town, "3栋楼前管道爆裂，热水喷上路面")
    case = Case.objects.order_by("-serial").first()
    switchboard.drain()
    officer = day.page("clerk", address="/town/duty/")
    day.look(officer, "值班")
    leader = day.page("leader", address=f"/whistles/new/{case.pk}/?kind=emergency")
    leader.get_by_label("部门名录").select_option(str(town.organisations.heating.pk))
    press(leader, "加上")
    leader.get_by_label("四、请部门做什么").fill("请供热办关阀抢修，先保住老人。")
    press(leader, "应急吹哨：先吹后签")
    leader.wait_for_url(re.compile(r"/whistles/[0-9a-f-]{36}/$"))
    switchboard.drain()
    heating = day.page("heating", address="/whistles/inbox/")
    day.look(heating, "夜里的召集")
    heating.get_by_text(case.title).first.wait_for()
