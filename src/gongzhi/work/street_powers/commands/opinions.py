"""The street's words of a year about a person stationed there: no number, and the person replies."""

import re

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import Post
from gongzhi.work.cases.rules import DEPARTMENT_ROLES
from gongzhi.work.street_powers.commands.ordering import stationed
from gongzhi.work.street_powers.commands.using import own_street, place_of, said
from gongzhi.work.street_powers.models import YearlyOpinion
from gongzhi.work.street_powers.rules import OPINION

#: A number that judges a person: 95分, 第3名, 排名, A级. Dates, amounts and counts of work are not meant.
JUDGES = re.compile(
    r"\d\s*分(?![钟局公支])|[一二三四五六七八九十百]分(?:制|$|[，。；])|第[\d一二三四五六七八九十]+名|排名|打分|得分"
)


@founding("write_opinion", private=("text",))
def write_opinion(actor: Actor, *, post_id: int, year: int, text: str) -> YearlyOpinion:
    """写年度意见: once a year about a person stationed here, by the street's leader; words only, never a number."""
    street = own_street(actor)
    if street.role != "street_leader":
        raise NotYours(_("年度意见由街道书记、主任写。"))
    this_year = clock.today().year
    if year not in (this_year, this_year - 1):
        raise Refused(_("只能写今年或去年的。"), field="year")
    teams = {card.id: card for card in stationed(street.area_id)}
    held = Post.objects.filter(pk=post_id, organisation_id__in=teams, role__in=DEPARTMENT_ROLES).first()
    if held is None:
        raise Refused(_("请选派驻在本街道的人员。"), field="post_id")
    if held.user_id == actor.user_id:
        raise Refused(_("不能写自己的。"), field="post_id")
    text = said(text, "text", _("请写明一年里做得怎样、希望怎样。"), 2000)
    if JUDGES.search(text):
        raise Refused(_("只写话，不打分、不排名。"), field="text")
    reach = tree().reach(street.area_id)
    if YearlyOpinion.objects.filter(street_id__in=reach, person_id=held.user_id, year=year).exists():
        raise Refused(_("这个人这一年的意见已经写过了。"), field="post_id")
    return YearlyOpinion(
        id=new_id(), team_id=held.organisation_id, department_id=teams[held.organisation_id].parent_id,
        person_id=held.user_id, year=year, text=text, author_label=actor.label, written_at=clock.now(),
        **place_of(street.area_id),
    )  # fmt: skip


@step(OPINION)
def reply(_actor: Actor, mine: YearlyOpinion, *, text: str) -> None:
    """回应: the person's own words beside the street's, once."""
    mine.reply, mine.replied_at = said(text, "text", _("请写您的回应。"), 2000), clock.now()
