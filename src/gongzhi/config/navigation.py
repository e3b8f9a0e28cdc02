"""The shell around every page: who is here, where they may go. A registry per role; each room adds its own lines."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from gongzhi.config.help.pages import slug_of
from gongzhi.config.live import address
from gongzhi.kit.web.views import is_large
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import ADMINISTRATORS, HEADS, Role
from gongzhi.town.people.phones import person


@dataclass(frozen=True)
class Line:
    """One line of the side navigation: for whom (roles; none means everybody in service)."""

    label: Any
    url: str
    icon: str
    roles: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


GRASSROOTS = (*HEADS, Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK, Role.STREET_LEADER)
DEPARTMENT = (Role.DEPARTMENT_CLERK, Role.DEPARTMENT_LEADER)
ABOVE = (Role.DISTRICT_DISPATCHER, Role.DISTRICT_LEADER, Role.CITY_DISPATCHER, Role.CITY_LEADER)
CASEWORK = (*GRASSROOTS, *ABOVE)
CALLING = (*DEPARTMENT, Role.STREET_CLERK, Role.STREET_LEADER, *ABOVE)
POWERS = (*CALLING, Role.LIAISON)
KEEPING = (Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK)
PROJECTS = (Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER, Role.STREET_CLERK, Role.STREET_LEADER, *ABOVE)
REGISTER = (*GRASSROOTS, Role.CITY_DISPATCHER, Role.LIAISON, Role.CONTACT_POINT)

NAVIGATION: tuple[tuple[Any, tuple[Line, ...]], ...] = (
    ("", (
        Line(_("召集"), "/whistles/inbox/", "inbox", DEPARTMENT),
        Line(_("我的待办"), "/", "list-check", but=ADMINISTRATORS),
        Line(_("看板"), "/cases/board/", "layout-kanban", CASEWORK),
        Line(_("列表"), "/cases/", "table", but=ADMINISTRATORS),
        Line(_("地图"), "/cases/map/?stage=open", "map", but=ADMINISTRATORS),
        Line(_("登记一件"), "/cases/new/", "plus", REGISTER),
    )),
    (_("指挥"), (
        Line(_("吹哨"), "/whistles/", "whistle", CASEWORK),
        Line(_("召集台账"), "/whistles/calls/", "list", CALLING),
        Line(_("待签发"), "/whistles/signing/", "signature", (Role.STREET_LEADER,)),
        Line(_("异议与裁定"), "/whistles/disputes/", "scale", CALLING),
        Line(_("执法案卷"), "/enforcement/", "gavel", (Role.STREET_CLERK, Role.STREET_LEADER, *DEPARTMENT, *ABOVE)),
        Line(_("权力行使"), "/powers/", "gavel", POWERS),
        Line(_("派驻指挥"), "/powers/orders/", "route", CALLING),
        Line(_("年度意见"), "/powers/opinions/", "notes", (*DEPARTMENT, Role.STREET_LEADER)),
        Line(_("书记项目"), "/secretary-projects/", "flag", PROJECTS),
        Line(_("督办台账"), "/tasks/", "clipboard-check", but=(*ADMINISTRATORS, *HEADS, Role.CALLER)),
        Line(_("会议"), "/meetings/", "users-group", (*CALLING, Role.COMMUNITY_SECRETARY, Role.LIAISON)),
        Line(_("事项准入"), "/admission/", "scale", (*CALLING, *KEEPING)),
        Line(_("负担表"), "/admission/load/", "table", (*KEEPING, Role.STREET_LEADER, *ABOVE)),
        Line(_("一表通"), "/filings/", "file-spreadsheet", (*CALLING, *KEEPING)),
        Line(_("填报单"), "/filings/sheets/", "clipboard-check", (*KEEPING, Role.STREET_LEADER)),
        Line(_("值班"), "/town/duty/", "moon", CALLING),
        Line(_("回访"), "/cases/call-backs/", "phone", (Role.CALLER,)),
    )),
    (_("家底"), (
        Line(_("制度"), "/policies/", "book", (*CALLING, *KEEPING, Role.LIAISON)),
        Line(_("四级联动"), "/levels/", "switch-horizontal", (*CALLING, *KEEPING)),
        Line(_("职责清单"), "/mandates/", "file-text", CALLING),
        Line(_("清单与版本"), "/mandates/lists/", "checklist", CALLING),
        Line(_("责任状"), "/mandates/letters/", "signature", CALLING),
        Line(_("内设机构"), "/mandates/offices/", "building-community", (*CASEWORK,)),
        Line(_("下放权力"), "/enforcement/powers/", "arrow-down", CALLING),
        Line(_("执法队伍"), "/enforcement/squads/", "id-badge", (Role.STREET_CLERK, Role.STREET_LEADER, *ABOVE)),
        Line(_("报表字段"), "/filings/fields/", "table", (*CALLING, *KEEPING)),
        Line(_("区域与楼栋"), "/town/areas/", "building", CASEWORK),
        Line(_("单位名录"), "/town/organisations/", "users-group", (*CASEWORK, *DEPARTMENT)),
        Line(_("办事窗口"), "/town/counters/", "clipboard-check", (*KEEPING, Role.STREET_LEADER)),
        Line(_("不出具的证明"), "/town/certificates/", "hand-stop", (*KEEPING, Role.STREET_LEADER, *ABOVE)),
        Line(_("楼门二维码"), "/town/codes/", "qrcode", KEEPING),
    )),
    (_("管理"), (
        Line(_("账号与任职"), "/me/accounts/", "user", (Role.SYSTEM_ADMIN,)),
        Line(_("规则"), "/town/rules/", "adjustments-horizontal", (Role.SYSTEM_ADMIN,)),
        Line(_("登记册"), "/town/registers/", "file-spreadsheet", (Role.SYSTEM_ADMIN, Role.STREET_CLERK)),
        Line(_("令牌与会话"), "/me/security/", "shield-check", (Role.SECURITY_ADMIN,)),
        Line(_("审计"), "/me/audit/", "history", (Role.AUDIT_ADMIN,)),
    )),
)  # fmt: skip
TABS = (
    Line(_("今天"), "/", "list-check"),
    Line(_("我的楼"), "/today/areas/", "building"),
    Line(_("记过的"), "/today/noted/", "history"),
    Line(_("通知"), "/me/notices/", "bell"),
)
OWN = ("/me/", "/me/notices/", "/me/queue/")  # everybody in service
OPEN = ("/r/", "/p/", "/help/")  # everybody: this and what lies below
FIRST_PAGES = ("/", "/me/accounts/", "/me/security/", "/me/audit/")  # where one comes to after signing in


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every template, reckoned only when a template looks at it."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: Any) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    common = {"demo": settings.DEMO, "large": is_large(request), "home": "/", "live": address}
    common["help"] = f"/help/{slug_of(actor)}/"
    if actor is None or not actor.posts:
        return {**common, "home": "/r/"}
    unseen = getattr(getattr(request.session, "found", None), "unseen", 0)  # read with the session, up to 100
    return {
        **common,
        "person": person(request.user),
        "place": _place(actor.post),
        "who": _who(actor),
        "navigation": navigation(actor, request.path),
        "tabs": [_item(line, request.path, unseen if line.icon == "bell" else 0) for line in TABS],
        "notices": unseen,
        "notices_url": "/me/notices/",
        "tour": request.path in FIRST_PAGES and not request.user.tour_put_away,
        "search": any(post.role not in ADMINISTRATORS for post in actor.posts),
    }


def _who(actor: Actor) -> dict[str, Any]:
    posts = [{"id": post.id, "label": post_label(post), "here": post is actor.post} for post in actor.posts]
    return {
        "name": actor.label,
        "post": post_label(actor.post),
        "posts": posts if len(posts) > 1 else [],
        "switch_url": "/me/act-as/",
        "links": [{"label": _("我的账号"), "url": "/me/"}, {"label": _("我的视图"), "url": "/me/views/"}],
        "url": "/me/",
        "sign_out": "/account/logout/",
    }


def post_label(post: PostCard | None) -> str:
    """A post in words: organisation and role."""
    return f"{directory().name(post.organisation_id)} {Role(post.role).label}" if post else ""


def _place(post: PostCard | None) -> str:
    return tree().full_name(post.area_id) or tree().name(post.area_id) if post else ""


def navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The lines that this actor may follow, in groups; empty groups are left out."""
    groups = []
    here = _nearest(
        [line.url.split("?")[0] for _title, lines in NAVIGATION for line in lines if _open(line, actor)], path
    )
    for title, lines in NAVIGATION:
        items = [_item(line, here) for line in lines if _open(line, actor)]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _nearest(urls: list[str], path: str) -> str:
    """Under which line a page lies: the longest address that it begins with; the front page is only itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")


def _open(line: Line, actor: Actor) -> bool:
    roles = {post.role for post in actor.posts}
    return bool(roles & set(line.roles)) if line.roles else bool(roles - set(line.but))


def may_follow(actor: Actor, url: str) -> bool:
    """Whether a link to this page is drawn for somebody: the public ones for all, the rest by the lines above."""
    if url.startswith(OPEN):
        return True
    if not actor.posts:
        return False
    lines = [line for _title, group in NAVIGATION for line in group if line.url == url]
    if lines:
        return any(_open(line, actor) for line in lines)
    return url in OWN or (bool(actor.serves(*HEADS)) and url in {tab.url for tab in TABS})


def _item(line: Line, path: str, count: int = 0) -> dict[str, Any]:
    here = path == line.url.split("?")[0]
    return {"label": line.label, "url": line.url, "icon": line.icon, "here": here, "count": count}
