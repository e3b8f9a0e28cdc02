"""The public page of a community: heads with consent only, open or not by the city's calendar, guides, what was done."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.models import SubjectKey
from gongzhi.kit.registers import registry
from gongzhi.town.access.actor import system
from gongzhi.town.counters import commands
from gongzhi.town.counters.models import Guide, Opening
from gongzhi.town.counters.queries import guides_of, open_state
from gongzhi.town.people.commands import show_to_residents
from gongzhi.town.people.models import Post
from gongzhi.work.cases import answered
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case

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
            at(date(2026, 2, 21), 9),
        ),  # Spring Festival: the next is a Saturday's morning
        (date(2025, 12, 31), 20, False, at(date(2026, 1, 3), 9)),  # over the year's end
    ],
)
def test_open_by_the_citys_calendar(hours, day, hour, is_open, word):
    state = open_state(hours, at(day, hour))
    assert (state.known, state.open, state.until or state.opens_next) == (True, is_open, word)


def test_a_community_may_have_hours_of_its_own(hours, town):
    commands.set_opening(town.worker, town.areas.community, days="working", opens=time(13), closes=time(19))
    tuesday = at(date(2027, 3, 2), 10)
    assert not open_state(hours, tuesday).open and open_state(town.areas.community2.pk, tuesday).open


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
    with django_assert_max_num_queries(3):
        client.get(f"/p/{town.areas.community.code}/")


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
