"""通知怎么给我: the one page where a person chooses, for every way that this house has."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongzhi.kit import clock, throttle
from gongzhi.kit.flow import Refused, Stopped, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.town.notices import choosing, rules
from gongzhi.town.notices.channels import Letter, NotSent, Outside, Unsure, outside, outside_named
from gongzhi.town.notices.forms import Choosing, Confirming, Giving
from gongzhi.town.notices.queries import chosen

PAGE = "/me/notices/choices/"
CODES_AN_HOUR, WRONG_CODES = 5, 5


@never_cache
@login_required
def page(request: Any, status: int = 200, way: str = "", **bound: Any) -> HttpResponse:
    """Every way outside the app with its address and what is wanted there; a refused form is drawn again."""
    start, end = rules.quiet_hours()
    context = {
        "ways": [_way(request, one, bound if one.name == way else {}) for one in outside()],
        "quiet": {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"},
        "minutes": round(rules.gathered().total_seconds() / 60),
        "now": clock.now(),
    }
    return render(request, "notices/choices.html", context, status=status)


def _way(request: Any, channel: Outside, bound: dict[str, Any]) -> dict[str, Any]:
    found = chosen(request.user.pk, channel.name)
    return {
        "channel": channel,
        "address": found.address,
        "state": found.state,
        "wanted": bound.get("wanted") or Choosing(found.choice),
        "giving": bound.get("giving") or Giving(),
        "confirming": bound.get("confirming") or Confirming(),
        "wrong": bound.get("wrong"),
    }


def _channel(way: str) -> Outside:
    found = outside_named(way)
    if found is None:
        raise Unseen(_("本系统没有接这种通知方式。"))
    return found


@login_required
@require_POST
def choose(request: Any, way: str) -> HttpResponse:
    """选通知."""
    channel = _channel(way)
    form = Choosing(None, request.POST)
    if not form.is_valid():
        return page(request, 422, channel.name, wanted=form)
    choosing.choose(request.actor, way=channel.name, **form.cleaned_data)
    messages.success(request, _("记下了，从下一条通知起照这样。"))
    return HttpResponseRedirect(PAGE)


@login_required
@require_POST
def give(request: Any, way: str) -> HttpResponse:
    """填地址: the code goes there at once, after the address is stored."""
    channel, form, code = _channel(way), Giving(request.POST), choosing.new_code()
    if form.is_valid():
        try:
            throttle.check_and_count(f"notice-code:{request.user.pk}:{way}", CODES_AN_HOUR, 60)
            choosing.give_address(request.actor, way=way, code=code, **form.cleaned_data)
        except Refused as wrong:
            form.add_error("address", wrong.message)
        except Stopped as wrong:
            return page(request, wrong.status, way, giving=form, wrong=wrong)
        else:
            return _code_sent(request, channel, form.cleaned_data["address"].strip(), code)
    return page(request, 422, way, giving=form)


def _code_sent(request: Any, channel: Outside, address: str, code: str) -> HttpResponse:
    letter = Letter(new_id(), address, get_language() or "zh-hans", code=code)
    try:
        channel.deliver(letter)
    except NotSent as wrong:
        said = (
            _("对方说没有这个地址，请核对后再填。") if wrong.for_good else _("现在发不出去，请过一会儿再试。")
        )
        return page(request, 422, channel.name, wrong=Refused(said))
    except Unsure:
        messages.warning(request, _("不确定发出没有。几分钟内没收到，请再发一次。"))
    else:
        messages.success(request, _("验证码发出去了，30 分钟内有效。"))
    return HttpResponseRedirect(PAGE)


@login_required
@require_POST
def confirm(request: Any, way: str) -> HttpResponse:
    """确认地址; who guesses is stopped after a few tries."""
    form, key = Confirming(request.POST), f"notice-guess:{request.user.pk}:{way}"
    if form.is_valid():
        try:
            throttle.check(key, WRONG_CODES)
            choosing.confirm_address(request.actor, way=_channel(way).name, **form.cleaned_data)
        except Refused as wrong:
            throttle.count(key, 30)
            form.add_error("code", wrong.message)
        except Unseen:
            raise
        except Stopped as wrong:
            return page(request, wrong.status, way, confirming=form, wrong=wrong)
        else:
            messages.success(request, _("确认好了，从下一条通知起也发到这里。"))
            return HttpResponseRedirect(PAGE)
    return page(request, 422, way, confirming=form)


@login_required
@require_POST
def drop(request: Any, way: str) -> HttpResponse:
    """删地址."""
    choosing.drop_address(request.actor, way=_channel(way).name)
    messages.success(request, _("地址删掉了，不再发。"))
    return HttpResponseRedirect(PAGE)
