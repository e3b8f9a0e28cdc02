"""单位名录: the directory as a list, and the page of one organisation with its people and who is on duty today."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.config.town_pages.areas import ROLES as SEE_AREAS
from gongzhi.kit import clock
from gongzhi.kit.flow import Unseen
from gongzhi.kit.privacy.seal import unseal
from gongzhi.kit.web import table_answers, words
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.administration.doors import only_for
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind, Organisation
from gongzhi.town.organisations.queries import bodies_of, members
from gongzhi.town.people.models import ADMINISTRATORS, HEADS, Post, Role
from gongzhi.town.people.queries import in_force

ROLES = tuple(role for role in Role if role not in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.CALLER))
ORDER = (
    Role.CITY_LEADER,
    Role.DISTRICT_LEADER,
    Role.STREET_LEADER,
    Role.DEPARTMENT_LEADER,
    Role.COMMUNITY_SECRETARY,
)


def name_cell(row: Row) -> Any:
    line = row["name"] if row["short_name"] and row["short_name"] != row["name"] else row["code"]
    said = row["short_name"] or row["name"]
    return format_html(
        '<a class="ttl" href="/town/organisations/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        said,
        line,
    )


def kind_words(row: Row) -> str:
    return str(Kind(row["kind"]).label)


def one_line(text: str) -> Any:
    return format_html('<span class="nowrap">{}</span>', text)


def area_words(row: Row) -> str:
    return tree().full_name(row["area_id"])


def in_area(rows: QuerySet, area_id: str) -> QuerySet:
    """What serves the area or an area inside it."""
    return rows.filter(area__lineage__contains=[int(area_id)])


def districts() -> list[tuple[int, str]]:
    """The districts, to choose from."""
    return [(card.id, card.name) for card in tree().at_level(Level.DISTRICT)]


def streets_of(actor: Any) -> list[tuple[int, str]]:
    """The streets of one's own district; none for the city."""
    post = actor.post
    district = tree().above(post.area_id, Level.DISTRICT) if post else None
    return [(card.id, card.name) for card in tree().children(district.id)] if district else []


def by_words(rows: QuerySet, text: str) -> QuerySet:
    asked = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__startswith=text)
    return rows.filter(asked | Q(pinyin__startswith=text.lower()) if text.isascii() else asked)


def table_for(actor: Any) -> Table:
    """The list; the streets of one's own district are offered beside the districts."""
    return Table(
        label=gettext_lazy("单位名录"),
        columns=(
            Column("name", gettext_lazy("单位"), cell=name_cell, value=lambda r: r["name"], sort="pinyin",
                   nullable=False),
            Column("kind", gettext_lazy("类别"), cell=lambda r: one_line(kind_words(r)), value=kind_words),
            Column("area", gettext_lazy("服务区域"), cell=lambda r: one_line(area_words(r)), value=area_words),
            Column("phone", gettext_lazy("公开电话")),
            Column("duty_phone", gettext_lazy("值班电话"), optional=True),
            Column("parent", gettext_lazy("上级单位"), cell=lambda r: directory().name(r["parent_id"]) or "—",
                   value=lambda r: directory().name(r["parent_id"]), hidden=True),
            Column("valid_to", gettext_lazy("到期"), hidden=True),
            Column("code", gettext_lazy("编码"), sort="code", nullable=False, hidden=True),
        ),
        filters=(
            Filter("kind", gettext_lazy("类别"), lambda rows, v: rows.filter(kind=v), choices=lambda: Kind.choices),
            Filter("area", gettext_lazy("区"), in_area, choices=districts),
            Filter("street", gettext_lazy("街道"), in_area, choices=lambda: streets_of(actor)),
            Filter("q", gettext_lazy("找"), by_words),
        ),
        order="name",
        empty_title=gettext_lazy("没有符合的单位"),
    )  # fmt: skip


def source() -> QuerySet:
    day = clock.today()
    rows = Organisation.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    fields = (
        "id",
        "code",
        "name",
        "short_name",
        "pinyin",
        "kind",
        "area_id",
        "phone",
        "duty_phone",
        "parent_id",
        "valid_to",
    )
    return rows.values(*fields)


@only_for(*ROLES)
def listing(request: Any) -> HttpResponse:
    """The directory, as a page, a spreadsheet or a print."""
    table = table_for(request.actor)
    return table_answers.answer(request, table, source, "town/organisations.html", {"now": clock.now()})


@only_for(*ROLES)
def page(request: Any, pk: int) -> HttpResponse:
    """One organisation: teams, members, people in post, today's duty."""
    organisation = Organisation.objects.filter(pk=pk).select_related("area", "parent").first()
    if organisation is None:
        raise Unseen(_("没有这个单位。"))
    context = {
        "organisation": organisation, "kind": Kind(organisation.kind).label, "now": clock.now(),
        "where": tree().full_name(organisation.area_id), "teams": directory().teams(pk), "duty": on_duty(pk),
        "members": list(members(pk)), "bodies": list(bodies_of(pk)), "people": people(pk, request.actor),
        "sees_areas": bool(request.actor.serves(*SEE_AREAS)),
        "ended": organisation.valid_to is not None and organisation.valid_to <= clock.today(),
    }  # fmt: skip
    return render(request, "town/organisation.html", context)


def people(organisation_id: int, actor: Any) -> list[dict[str, Any]]:
    """People in post: leaders first. Heads are neighbours, so their names stay masked; mobiles are always masked."""
    posts = Post.objects.filter(in_force(), organisation_id=organisation_id, user__is_active=True)
    rows = list(posts.exclude(role__in=ADMINISTRATORS).select_related("user"))
    sealed = [row.user.phone_sealed for row in rows]
    hidden = bool(actor.serves(Role.SYSTEM_ADMIN)) or not any(sealed)
    plain = [""] * len(rows) if hidden else unseal(sealed)
    places = dict(Area.objects.filter(pk__in={row.area_id for row in rows}).values_list("pk", "name"))
    rows_with = sorted(zip(rows, plain, strict=True), key=lambda pair: _first_leaders(pair[0]))
    return [_person(post, phone or "", places.get(post.area_id, "")) for post, phone in rows_with]


def _first_leaders(post: Post) -> tuple[bool, bool, str, str]:
    return (post.role not in ORDER, post.role in HEADS, post.role, post.user.pinyin)


def _person(post: Post, phone: str, where: str) -> dict[str, Any]:
    name = words.masked(post.user.name) if post.role in HEADS else post.user.name
    mobile = words.phone_masked(phone)
    return {"post": post, "label": Role(post.role).label, "where": where, "said": name, "mobile": mobile}
