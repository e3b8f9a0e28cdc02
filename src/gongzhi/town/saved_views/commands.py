"""The verbs of a view. What stands in it is nobody else's business: the journal holds neither name nor filters."""

from typing import Any
from urllib.parse import unquote_plus

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongzhi.kit.command import founding, locked
from gongzhi.kit.flow import NotYours, Refused, Unseen
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.kit.web import lists
from gongzhi.kit.web.address import canonical
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import User
from gongzhi.town.saved_views.models import LONGEST_NAME, LONGEST_QUERY, FirstView, View
from gongzhi.town.saved_views.queries import may_change, seen_by
from gongzhi.town.saved_views.rules import most_own, most_shared, shares_with


@founding("save_view", private=("name", "query"))
def save_view(actor: Actor, *, list: str, query: str, name: str) -> View:
    """存视图: the filters, sort and columns of a list under a name; one's own of the same name becomes what is shown now."""
    name, kept = _name(name), _query(list, query)
    locked(User.objects.filter(pk=_me(actor)))  # one at a time: the limit holds for two windows at once
    mine = View.objects.filter(user_id=_me(actor), list=list)
    same = mine.filter(name=name).first()
    if same is not None:
        same.query = kept
        same.save(update_fields=["query"])
        return same
    if mine.count() >= most_own():
        raise Refused(_("一个列表最多存 %d 个视图，请先删掉不用的。") % most_own(), field="name")
    return View.objects.create(user_id=_me(actor), list=list, name=name, query=kept)


@founding("rename_view", private=("name",))
def rename_view(actor: Actor, given: Any, *, name: str) -> View:
    """改名: a view is called something else."""
    view = _mine(actor, given)
    view.name = _name(name)
    return _stored(view, "name")


@founding("share_view")
def share_view(actor: Actor, given: Any) -> View:
    """共享: everybody in the organisation one acts for sees the view in their list."""
    view, where = _mine(actor, given), shares_with(actor)
    if where is None:
        raise NotYours(_("由单位的负责人和经办共享视图。"))
    locked(Organisation.objects.filter(pk=where))
    others = View.objects.filter(organisation_id=where, list=view.list).exclude(pk=view.pk)
    if others.count() >= most_shared():
        raise Refused(_("一个列表在一个单位最多共享 %d 个视图。") % most_shared())
    view.organisation_id = where
    return _stored(view, "organisation_id")


@founding("withdraw_view")
def withdraw_view(actor: Actor, given: Any) -> View:
    """停止共享: it is its keeper's own again; whoever opened their list with it no longer does."""
    view = _mine(actor, given)
    view.organisation_id = None
    FirstView.objects.filter(view=view).exclude(user_id=view.user_id).delete()
    return _stored(view, "organisation_id")


@founding("drop_view")
def drop_view(actor: Actor, given: Any) -> View:
    """删视图: one's own goes; a shared one of somebody else is only shared no longer."""
    view = _mine(actor, given)
    if view.user_id != actor.user_id:
        return withdraw_view(actor, view)
    View.objects.filter(pk=view.pk).delete()
    return view


@founding("open_with")
def open_with(actor: Actor, given: Any, *, on: bool = True) -> View:
    """设为默认: the list opens with this view, or (``on=False``) with everything again."""
    view = _seen(actor, given)
    locked(User.objects.filter(pk=_me(actor)))
    FirstView.objects.filter(user_id=_me(actor), list=view.list).delete()
    if on:
        FirstView.objects.create(user_id=_me(actor), list=view.list, view=view)
    return view


def _me(actor: Actor) -> int:
    """Views are a person's; no system keeps any."""
    if actor.user_id is None:
        raise NotYours(_("请先登录。"))
    return actor.user_id


def _seen(actor: Actor, given: Any) -> View:
    """The view, locked; what somebody else keeps for themselves does not exist."""
    pk = given.pk if isinstance(given, View) else given
    seen = seen_by(actor).filter(pk=pk).first()
    found = locked(View.objects.filter(pk=seen.pk)) if seen else []
    if not found:
        raise Unseen(_("没有这个视图，可能已经删掉了。"))
    return found[0]


def _mine(actor: Actor, given: Any) -> View:
    view = _seen(actor, given)
    if not may_change(actor, view):
        raise NotYours(_("这个视图是别人共享的，您可以用，不能改。"))
    return view


def _stored(view: View, field: str) -> View:
    try:
        with transaction.atomic():
            view.save(update_fields=[field])
    except IntegrityError as wrong:
        raise Refused(_("这个列表已经有“%s”这个视图，请换个名字。") % view.name, field="name") from wrong
    return view


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("视图名写 1 到 %d 个字。") % LONGEST_NAME, field="name")
    if personal_number(name):
        raise Refused(_("视图名里不要写手机号或身份证号。"), field="name")
    return name


def _query(list: str, query: str) -> str:
    """The address in its one order; only of a list, not too long, and no number of a person in it."""
    if list not in lists.names():
        raise Refused(_("没有这个列表。"))
    kept = canonical(QueryDict(query.lstrip("?")))
    if len(kept) > LONGEST_QUERY:
        raise Refused(_("筛选太长了，存不下，请少选几项。"))
    if personal_number(unquote_plus(kept)):
        raise Refused(_("筛选里有手机号或身份证号，不能存成视图。"))
    return kept
