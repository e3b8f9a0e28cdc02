"""The public page of a community: heads with consent only, open or not by the city's calendar, guides, what was done."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.models import SubjectKey
from gongzhi.kit.registers import registry
from gongzhi.town.access.actor import system
from gongzhi.town.administration import commands as administration
from gongzhi.town.areas import commands as areas
from gongzhi.town.areas.models import Area, Estate
from gongzhi.town.counters import commands
from gongzhi.town.counters.models import Guide, Opening
from gongzhi.town.counters.queries import guides_of, open_state
from gongzhi.town.people import commands as people
from gongzhi.town.people.commands import show_to_residents
from gongzhi.town.people.models import Post
from gongzhi.town.people.timers import hide_ended
from gongzhi.work.cases import answered
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.queries import similar

PHONE = "0431-88880001"


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.zone())


@pytest.fixture
def hours(town):
    """Working days in two spans that meet at noon's end, and Saturdays' morning."""
    street, community = town.areas.street, town.areas.community
    keeper = system("测试")
    for days, opens, closes in (
        ("working", (8, 30), (11, 30)),
        ("working", (11, 30), (17, 0)),
        ("6", (9, 0), (11, 0)),
    ):
        commands.set_opening(
            keeper, street, days=days, opens=time(*opens), closes=time(*closes), valid_from=date(2025, 1, 1)
        )
    return community.pk


@pytest.mark.parametrize(
    ("day", "hour", "is_open", "word"),
    [
        (date(2026, 11, 24), 9, True, at(date(2026, 11, 24), 17)),  # a Tuesday; the spans are one
        (date(2026, 11, 24), 18, False, at(date(2026, 11, 25), 8, 30)),
        (date(2026, 11, 28), 10, True, at(date(2026, 11, 28), 11)),  # Saturday
        (date(2026, 11, 28), 12, False, at(date(2026, 11, 30), 8, 30)),
        (
            date(2026, 2, 17),
            10,
            False,
            at(date(2026, 2, 24), 8, 30),
        ),  # Spring Festival: its Saturday is no plain Saturday
        (date(2026, 2, 28), 16, True, at(date(2026, 2, 28), 17)),  # a Saturday that is worked for it
        (date(2025, 12, 31), 20, False, at(date(2026, 1, 4), 8, 30)),  # New Year's Eve: a Sunday is worked
    ],
)
def test_open_by_the_citys_calendar(hours, day, hour, is_open, word):
    state = open_state(hours, at(day, hour))
    assert (state.known, state.open, state.until or state.opens_next) == (True, is_open, word)


def test_a_community_may_have_hours_of_its_own(hours, town):
    commands.set_opening(town.worker, town.areas.community, days="working", opens=time(13), closes=time(19))
    tuesday = at(date(2027, 3, 2), 10)
    assert not open_state(hours, tuesday).open and open_state(town.areas.community2.pk, tuesday).open


def test_hours_that_have_ended_give_way_to_those_above(hours, town):
    own = commands.set_opening(
        town.worker,
        town.areas.community,
        days="working",
        opens=time(13),
        closes=time(19),
        valid_from=date(2026, 1, 1),
    )
    tuesday = at(date(2027, 3, 2), 10)
    assert not open_state(hours, tuesday).open
    commands.end_opening(town.worker, own)
    assert Opening.objects.get(pk=own.pk).valid_to and open_state(hours, tuesday).open


def test_shut_for_a_time_at_this_counter_only(hours, town):
    first, last = date(2027, 3, 2), date(2027, 3, 3)  # Tuesday, Wednesday
    shut = {"days": "closed", "valid_from": first, "valid_to": last, "note": "停电"}
    with pytest.raises(Refused) as refused:
        commands.set_opening(town.worker, town.areas.community, days="closed", valid_from=first)
    assert refused.value.field == "valid_to"
    commands.set_opening(town.worker, town.areas.community, **shut)
    state = open_state(hours, at(first, 10))
    assert not state.open and state.opens_next == at(date(2027, 3, 4), 8, 30)
    assert [one.note for one in state.shut] == ["停电"]
    assert open_state(town.areas.community2.pk, at(first, 10)).open


def test_a_morning_shut_leaves_the_rest_of_the_day(hours, town):
    day = date(2027, 3, 2)
    commands.set_opening(
        town.worker,
        town.areas.community,
        days="closed",
        opens=time(9),
        closes=time(10),
        valid_from=day,
        valid_to=day,
    )
    seen = [open_state(hours, at(day, hour, 30)) for hour in (8, 9, 10)]
    assert [one.open for one in seen] == [True, False, True]
    assert seen[0].until == at(day, 9) and seen[1].opens_next == at(day, 10)


def test_only_keepers_of_the_place_change_it(town):
    with pytest.raises(NotYours):
        commands.set_opening(
            town.heating, town.areas.community, days="working", opens=time(8), closes=time(9)
        )
    with pytest.raises(NotYours):
        commands.enter_guide(town.worker, town.areas.street2, code="x", matter="别处的")
    with pytest.raises(Refused):
        commands.set_opening(town.clerk, town.areas.community, days="working", opens=time(9), closes=time(8))
    commands.enter_guide(town.clerk, town.areas.street, code="a-1", matter="老年证")
    with pytest.raises(Refused):
        commands.enter_guide(town.worker, town.areas.community, code="a-1", matter="改别人的")
    assert not Opening.objects.exists() and Guide.objects.get().matter == "老年证"


def test_the_nearest_guide_of_a_matter_holds(town):
    commands.enter_guide(town.clerk, town.areas.street, code="a-1", matter="老年证", papers="身份证")
    commands.enter_guide(
        town.worker, town.areas.community, code="a-2", matter="老年证", papers="身份证、照片"
    )
    assert [g.papers for g in guides_of(town.areas.community.pk)] == ["身份证、照片"]
    assert [g.papers for g in guides_of(town.areas.community2.pk)] == ["身份证"]
    commands.end_guide(town.worker, Guide.objects.get(code="a-2"))
    assert [g.papers for g in guides_of(town.areas.community.pk)] == ["身份证"]


def test_a_guide_without_a_code_gets_the_next_one(town):
    made = [commands.enter_guide(town.clerk, town.areas.street, matter=f"事项{n}") for n in range(3)]
    assert [one.code for one in made] == [f"{town.areas.street.code}-{n:02d}" for n in (1, 2, 3)]
    with pytest.raises(Refused):
        commands.enter_guide(town.clerk, town.areas.grid, matter="网格没有窗口")


def test_a_workbook_takes_nobody_elses_guide(town, tmp_path):
    commands.enter_guide(system("测试"), town.areas.street2, code="far-1", matter="别处的")
    path = tmp_path / "指南.csv"
    heads = "编码,适用区域编码,事项,要带什么,收费,多久办好,还能在哪办,依据,起,最后一天,虚构数据"
    path.write_text(
        f"{heads}\nfar-1,{town.areas.community.code},改成我的,,,,,,2026-01-01,,否", encoding="utf-8"
    )
    outcome = registry.get("guides").import_file(path, town.worker, good_rows=True)
    assert [sorted(row.wrong) for row in outcome.rows] == [["code"]]
    assert Guide.objects.get(code="far-1").matter == "别处的"


def head_post(town):
    return Post.objects.get(user=town.users["head"], role="grid_head")


def test_a_head_is_named_only_by_their_own_consent(town, client):
    address = f"/p/{town.areas.grid.code}/"
    before = client.get(address).content.decode()
    assert "网格长" in before and "王秀英" not in before and PHONE not in before
    with pytest.raises(Refused):
        show_to_residents(town.clerk, head_post(town), name=True)
    show_to_residents(town.head, head_post(town), name=True, phone=PHONE)
    after = client.get(address).content.decode()
    assert "王秀英" in after and f"tel:{PHONE}" in after
    assert PHONE not in str(list(Entry.objects.values())) and PHONE not in head_post(town).phone_shown
    show_to_residents(town.head, head_post(town), name=False)
    again = client.get(address).content.decode()
    assert "王秀英" not in again and PHONE not in again
    assert not SubjectKey.objects.filter(subject=f"post:{head_post(town).pk}").exists()


@pytest.mark.parametrize("way", ["end_post", "close_account", "by the clock"])
def test_nothing_stays_public_of_who_is_no_longer_head(town, client, way):
    post = head_post(town)
    show_to_residents(town.head, post, name=True, phone=PHONE)
    if way == "end_post":
        people.end_post(system("测试"), post)
    elif way == "close_account":
        administration.close_account(system("测试"), town.users["head"], reason="调走")
    else:
        people.end_post(system("测试"), post, on=clock.today() + timedelta(days=3))
        assert hide_ended() == 0 and head_post(town).name_shown
        Post.objects.filter(pk=post.pk).update(valid_to=clock.today() - timedelta(days=1))
        assert hide_ended() == 1 and Entry.objects.filter(verb="hide_ended").count() == 1
    post.refresh_from_db()
    assert not post.name_shown and not post.phone_shown
    assert not SubjectKey.objects.filter(subject=f"post:{post.pk}").exists()
    page = client.get(f"/p/{town.areas.grid.code}/").content.decode()
    assert "王秀英" not in page and PHONE not in page


def test_who_stands_in_has_not_agreed_to_be_shown(town, client):
    post = head_post(town)
    show_to_residents(town.head, post, name=True, phone=PHONE)
    people.substitute(
        town.head, town.users["neighbour"], post_id=post.pk, until=clock.today() + timedelta(days=2)
    )
    page = client.get(f"/p/{town.areas.grid.code}/").content.decode()
    assert "有人代理" in page and PHONE not in page and "王秀英" not in page and "高玉兰" not in page


@pytest.mark.parametrize("number", ["明天打", "0431<b>", "12", "javascript:1"])
def test_a_number_is_a_number(come, town, number):
    sent = {"post_id": head_post(town).pk, "phone": number}
    answer = come("head").post("/me/shown/", sent)
    assert answer.status_code == 422 and "电话只写数字" in answer.content.decode()
    assert not head_post(town).phone_shown


def test_the_account_page_gives_and_takes_it_back(come, town):
    page = come("head")
    post = head_post(town)
    assert page.post("/me/shown/", {"post_id": post.pk, "name": "on", "phone": PHONE}).status_code == 302
    assert "电话公开" in page.get("/me/").content.decode()
    other = Post.objects.get(user=town.users["neighbour"])
    assert page.post("/me/shown/", {"post_id": other.pk, "name": "on"}).status_code == 422
    assert not Post.objects.get(pk=other.pk).name_shown


def closed(town, category, text, at_place=None):
    case = cases.report(
        town.head,
        channel="head",
        category=catalogue().coded(category),
        at=at_place or town.place,
        telling=Telling(text=text),
    )
    Case.objects.filter(pk=case.pk).update(stage="closed", resolved_at=clock.now(), closed_at=clock.now())
    return case


def test_what_was_done_tells_category_and_building_and_nothing_else(town, client):
    closed(town, "living-lamp", "三楼的灯是隔壁老刘弄坏的")
    closed(town, "living-papers", "我家低保的材料")  # papers: nobody's neighbours can see them
    page = client.get(f"/p/{town.areas.community.code}/answered/").content.decode()
    assert "2单元" not in page and "老刘" not in page and "低保" not in page
    rows = answered.done(town.areas.community.pk)
    assert [row.category for row in rows] == [catalogue().coded("living-lamp").name]
    front = client.get(f"/p/{town.areas.community.code}/").content.decode()
    assert f"/p/{town.areas.community.code}/answered/" in front and f"<b>{len(rows)}</b>" in front
    Case.objects.update(resolved_at=clock.now() - timedelta(days=31))
    assert "你说的，我们办了" not in client.get(f"/p/{town.areas.community.code}/").content.decode()


def test_what_was_done_never_repeats_the_words_of_an_address(town, client):
    """Other systems write their own words into a case's address; the public place comes from the tree alone."""
    said = replace(town.place, address=f"{town.place.address}（张大爷家门口）")
    case = closed(town, "living-lamp", "灯不亮", at_place=said)
    Case.objects.filter(pk=case.pk).update(resolved_desk="community")
    far = closed(
        town, "living-lamp", "灯不亮", at_place=replace(said, building_id=None, unit_id=None, estate_id=None)
    )
    for address in (f"/p/{town.areas.community.code}/", f"/api/v1/public/areas/{town.areas.community.code}"):
        assert "张大爷" not in client.get(address).content.decode()
    rows = answered.done(town.areas.community.pk)
    assert {row.place for row in rows} == {"富丰家园3栋", "第一网格"} and far.pk
    assert {row.by for row in rows} == {"社区", ""} and {row.outcome for row in rows} == {"已办结"}
    assert answered.done(town.areas.street.pk)[0].place.startswith("欣园社区")
    found = similar(said, catalogue().coded("living-lamp"), "灯不亮")
    assert not found  # closed ones are no duplicates
    Case.objects.filter(pk=case.pk).update(stage="reported")
    assert [row["place"] for row in similar(said, catalogue().coded("living-lamp"), "灯不亮")] == [
        "宽城区欣园街道欣园社区富丰家园3栋"
    ]


def test_a_house_of_few_is_not_named(town):
    closed(town, "living-lamp", "灯不亮")
    place = lambda: answered.done(town.areas.community.pk)[0].place  # noqa: E731
    Area.objects.filter(pk=town.areas.building.pk).update(households=3)
    assert place() == "富丰家园"
    Estate.objects.update(households=4)
    assert place() == "第一网格"
    Area.objects.filter(pk=town.areas.building.pk).update(households=40)
    assert place() == "3栋"  # beside other houses of the same number it says little, but nothing untrue


def test_the_code_of_a_place_that_was_merged_leads_on(town, client):
    old, new = town.areas.community2, town.areas.community
    assert client.get(f"/p/{old.code}/").status_code == 200
    commands.set_opening(town.worker, new, days="working", opens=time(13), closes=time(19))
    commands.enter_guide(town.clerk, old, matter="老年人优待证")
    merged = areas.merge(
        system("测试"), new, others=[old.pk], code="220103010009", name="大欣园社区", basis="测试"
    )
    answer = client.get(f"/p/{old.code}/")
    assert answer.status_code == 302 and answer.url == f"/p/{merged.code}/"
    page = client.get(answer.url).content.decode()
    assert "13:00–19:00" in page and "老年人优待证" in page and "第一网格" in page
    assert client.get(f"/p/{town.areas.unit.code}/").status_code == 200  # the code at the door stays good


def test_the_code_of_a_place_that_was_split_offers_its_parts(town, client):
    old = town.areas.community
    parts = {"220103010011": "欣园东社区", "220103010012": "欣园西社区"}
    children = {town.areas.grid.pk: "220103010011", town.areas.grid2.pk: "220103010012"}
    areas.split(system("测试"), old, parts=parts, children=children, basis="测试")
    answer = client.get(f"/p/{old.code}/answered/")
    assert answer.status_code == 404 and all(f"/p/{code}/" in answer.content.decode() for code in parts)


def test_the_door_offers_report_and_community_at_once(town, client):
    door = client.get(f"/r/q/{town.areas.unit.code}/").content.decode()
    link = f"/p/{town.areas.community.code}/?at={town.areas.unit.pk}"
    assert link in door and "说说是什么事" in door
    seen = client.get(link).content.decode()
    assert all(role in seen for role in ("网格长",)) and f"/r/q/{town.areas.unit.code}/" in seen


def test_statements_do_not_grow_with_guides(town, django_assert_max_num_queries):
    client = Client()
    client.get(f"/p/{town.areas.community.code}/")
    for n in range(30):
        commands.enter_guide(town.clerk, town.areas.street, code=f"g-{n}", matter=f"事项{n}")
    client.get(f"/p/{town.areas.community.code}/")
    for _n in range(12):
        closed(town, "living-lamp", "灯不亮")
    show_to_residents(town.head, head_post(town), name=True, phone=PHONE)
    with django_assert_max_num_queries(6):
        client.get(f"/p/{town.areas.community.code}/")
    with django_assert_max_num_queries(8):
        client.get(f"/p/{town.areas.unit.code}/")


def test_an_unknown_code_says_where_to_look(client, town):
    answer = client.get("/p/000000/")
    assert answer.status_code == 404 and town.areas.street.name in answer.content.decode()
    assert client.get("/p/").status_code == 200


def test_the_register_of_hours(town, tmp_path):
    register = registry.get("openings")
    path = tmp_path / "开放.csv"
    heads = "社区或街道编码,哪些天,开,关,说明,依据,起,最后一天"
    code, far, wide = (getattr(town.areas, name).code for name in ("community", "street2", "district"))
    rows = [f"{code},工作日,8:30,17:00,,待确认,2026-01-01,", f"{code},每周六,九点,11:00,,,2026-01-01,"]
    rows += [f"{far},工作日,8:30,8:00,,,2026-01-01,", f"{wide},工作日,8:30,9:00,,,2026-01-01,"]
    path.write_text("\n".join([heads, *rows]), encoding="utf-8")
    outcome = register.import_file(path, town.clerk, good_rows=True)
    assert [sorted(row.wrong) for row in outcome.rows] == [
        [],
        ["opens"],
        ["area_code", "closes"],
        ["area_code"],
    ]
    assert Opening.objects.get().opens == time(8, 30)
    out = tmp_path / "out.xlsx"
    assert register.export(out, town.clerk) == 1
    assert register.import_file(out, town.clerk).unchanged == 1
    with pytest.raises(NotYours):
        register.import_file(path, town.heating)


def test_the_keepers_page(come, town):
    page, address = come("worker"), f"/town/counters/{town.areas.community.pk}/"
    assert page.get("/town/counters/").url == address
    sent = {"part": "hours", "days": "working", "opens": "08:30", "closes": "08:00"}
    wrong = page.post(address, sent)
    assert wrong.status_code == 422 and "08:30" in wrong.content.decode()
    assert page.post(address, {**sent, "closes": "17:00", "note": "中午不休"}).status_code == 302
    assert "中午不休" in page.get(address).content.decode()
    row = Opening.objects.get()
    assert page.post(address, {"part": "end_opening", "which": row.pk}).status_code == 302
    assert not Opening.objects.exists()
    assert page.get(f"/town/counters/{town.areas.street.pk}/").status_code == 404


def test_the_same_for_machines(client, town, hours):
    show_to_residents(town.head, head_post(town), name=True)
    told = client.get(f"/api/v1/public/areas/{town.areas.unit.code}").json()
    assert [seat["role"] for seat in told["seats"]] == ["网格长", "楼栋长", "单元长"]
    assert [seat["name"] for seat in told["seats"]] == ["王秀英", "", ""] and told["open"] is not None
    assert client.get("/api/v1/public/areas/nowhere").status_code == 404


def test_counters_by_api(client, town):
    def ask(way, address, person="worker", scopes=("counters:read", "counters:write"), **data):
        user = town.users[person]
        plain = people.issue_token(getattr(town, person), user, "测试", list(scopes), 1)
        more = {"HTTP_AUTHORIZATION": f"Bearer {plain}"}
        if way == "get":
            return client.get(f"/api/v1/counters/{address}", **more)
        return client.post(f"/api/v1/counters/{address}", data, content_type="application/json", **more)

    code = town.areas.community.code
    assert client.get(f"/api/v1/counters/{code}").status_code == 401
    hours = {"days": "working", "opens": "08:30", "closes": "17:00"}
    assert ask("post", f"{code}/openings", scopes=("counters:read",), **hours).status_code == 403
    made = ask("post", f"{code}/openings", **hours)
    assert made.status_code == 201 and made.json()["basis"] == "待确认"
    wrong = ask("post", f"{code}/openings", **{**hours, "closes": "08:00"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "closes"
    guide = ask("post", f"{code}/guides", matter="老年人优待证", papers="身份证")
    assert guide.status_code == 201 and guide.json()["code"] == f"{code}-01"
    told = ask("get", code).json()
    assert [len(told[part]) for part in ("openings", "guides")] == [1, 1]
    assert ask("get", code, person="heating").status_code == 404
    assert ask("get", town.areas.street2.code).status_code == 404
    row = made.json()["id"]
    assert ask("post", f"openings/{row}/end", person="heating").status_code == 404
    assert ask("post", f"openings/{row}/end").status_code == 200 and not Opening.objects.exists()
    assert ask("post", f"guides/{guide.json()['id']}/end").status_code == 200
    assert ask("post", f"guides/{guide.json()['id']}/end").status_code == 404
