"""The tags of the face kit; built in to every template (settings: TEMPLATES, builtins)."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.kit import clock as kit_clock
from gongzhi.kit.clock import Unit
from gongzhi.kit.web import maps, words
from gongzhi.kit.web.address import changed_query
from gongzhi.kit.web.faces import ClockFace, spoken
from gongzhi.kit.web.fields import face_of

register = template.Library()

register.filter("moment", words.moment)
register.filter("day", words.day)
register.filter("stamp", words.stamp)
register.filter("long_day", words.long_day)
register.filter("masked", words.masked)
register.filter("phone_masked", words.phone_masked)
register.filter("thousands", words.thousands)


@register.filter
def span(length: timedelta | int | None) -> str:
    """A duration in words; minutes if a number. Empty for None."""
    return "" if length is None else words.span(length)


@register.simple_tag
def html_lang() -> str:
    """The page's language as a BCP 47 tag: zh-Hans or en."""
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="ico ico-{}{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        name,
        f" {extra}" if extra else "",
        static("gz/icons.svg"),
        name,
    )


@register.inclusion_tag("web/parts/clock.html")
def clock(
    due: ClockFace | datetime | None,
    now: datetime | None = None,
    *,
    done: datetime | None = None,
    paused: str = "",
    unit: str = Unit.HOURS,
    verb: str = "",
    beside: bool = False,
) -> dict[str, Any]:
    """The clock chip with its moment due, beneath or ``beside``; takes a ClockFace or its parts."""
    face = due
    if not isinstance(face, ClockFace):
        face = ClockFace(face, now or kit_clock.now(), unit, paused, done, verb=verb)
    return {"face": face, "beside": beside}


@register.simple_tag
def stage(label: str, percent: int) -> SafeString:
    """The stage in words with its pie; ``percent`` (0 to 100) is rounded to a step of five."""
    step = min(max(5 * round(percent / 5), 5), 100)
    pie = format_html('<i class="pie p{}" aria-hidden="true"></i>', step)
    return format_html('<span class="chip stage">{}{}</span>', pie, label)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """This page's address with other parameters; None or '' removes one. The place in the list is dropped."""
    request = context.get("request")
    return changed_query(request.GET if request else QueryDict(), changes)


@register.inclusion_tag("web/parts/live.html", takes_context=True)
def live(context: Context, *topics: Any, poll: int = 0, least: int = 1) -> dict[str, Any]:
    """Let the page hear of others' steps: a kind (``cases.case``) or one thing (``cases.case:ID``).

    Panels with ``hx-trigger="gz:stale from:body"`` fetch themselves again, at most every ``least`` seconds; where the
    stream can't be opened, every ``poll`` seconds (0: not at all).
    """
    address = (context.get("shell") or {}).get("live")
    return {"address": address(topics) if address else "", "poll": poll, "least": least}


@register.simple_tag
def ground(**more: Any) -> str:
    """What stands in a map's ``data-ground``."""
    return maps.ground(**more)


@register.simple_tag
def topic(kind: str, pk: Any) -> str:
    """The topic of one thing."""
    return f"{kind}:{pk}"


@register.inclusion_tag("web/forms/field.html")
def field(bound: BoundField, hint: str = "", across: bool = False, *, help: bool = True) -> dict[str, Any]:
    """A form field: label, control, hint, and beneath it the reason if it was refused."""
    return {"face": face_of(bound), "field": bound, "hint": hint, "across": across, "help": help}


@register.filter
def in_step(form: BaseForm, verb: str) -> BaseForm:
    """The same form with ids of its own, so that the forms of several steps can stand on one page."""
    form.auto_id = f"id_{verb}_%s"
    return form


@register.filter
def item(book: Any, name: Any) -> Any:
    """What a dictionary holds under a name; nothing if it does not."""
    return book.get(name, "")


@register.filter
def some_rare(steps: list[Any], shown: str = "") -> bool:
    """Whether steps are left for the fold 更多; the verb ``shown`` stands outside it."""
    return any(getattr(s, "rare", False) and not s.first and s.verb != shown for s in steps)


@register.simple_tag
def crumb(*parts: Any) -> SafeString:
    """The way here: label, address, label, address, ..., and at the end the label of this page."""
    pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    items = format_html_join("", "<li>{}</li>", ((linked(label, url),) for label, url in pairs))
    return format_html('<nav class="crumb" aria-label="{}"><ol>{}</ol></nav>', words.here_words(), items)


def linked(label: Any, url: Any) -> Any:
    return format_html('<a href="{}">{}</a>', url, label) if url else label


@register.simple_tag(takes_context=True)
def why(context: Context, key: str, area: int | None = None, on: date | datetime | None = None) -> SafeString:
    """为什么这样: from a limit on a screen to its record, its paper and clause; for whoever is in service.

    ``area`` is where the thing lies and ``on`` its day, so that the record is shown that held there and then.
    """
    if not key or "who" not in (context.get("shell") or {}):
        return SafeString("")
    day = kit_clock.local(on).date() if isinstance(on, datetime) else on
    asked = {"at": area or "", "on": day.isoformat() if day else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("why", args=[key]) + (f"?{query}" if query else "")
    return format_html('<a class="s" href="{}">{}</a>', address, _("为什么"))


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the ``datetime`` attribute of <time>: ISO 8601 in the city's time."""
    if isinstance(value, datetime):
        return kit_clock.local(value).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


@register.filter
def exactly(value: datetime | None) -> int | str:
    """Milliseconds since 1970, for scripts; never written with thousands apart."""
    return str(int(value.timestamp() * 1000)) if value else ""


@register.inclusion_tag("web/parts/clock_words.html")
def clock_words() -> dict[str, Any]:
    """Once a page: the words by which it counts its clocks on, and the place where one that passes is said."""
    return {"words": json.dumps(spoken(), ensure_ascii=False)}
