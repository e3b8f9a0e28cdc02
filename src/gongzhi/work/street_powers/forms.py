"""The words that steps and new things need; the same forms speak for pages and for the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Reason, Words, day, lines, moment
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.queries import holders
from gongzhi.work.cases.rules import DEPARTMENT_ROLES
from gongzhi.work.street_powers.commands.asking import own_teams
from gongzhi.work.street_powers.commands.ordering import stationed
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, Procedure, TeamMark
from gongzhi.work.street_powers.queries import catalogue
from gongzhi.work.street_powers.rules import asking_post, street_post

Choices = list[tuple[Any, Any]]
REPLIES = [
    (one.value, one.label)
    for one in (PowerUse.Reply.ADOPTED, PowerUse.Reply.PARTLY, PowerUse.Reply.NOT_ADOPTED)
]
RULINGS = [(value, label) for value, label in PowerUse.Ruling.choices if value]


class Answer(Words):
    reply = forms.ChoiceField(label=_("怎么答复"), choices=REPLIES, widget=forms.RadioSelect)
    reasons = lines(_("理由"), 4, help_text=_("采纳的写怎么办，不采纳的写为什么，街道会看到。"))
    done_by = day(_("什么时候办到"), required=False)


class Reasons(Words):
    reasons = lines(_("理由或要求"), 4)


class RuleOn(Words):
    ruling = forms.ChoiceField(label=_("裁定"), choices=RULINGS, widget=forms.RadioSelect)
    decision = lines(_("理由"), 4)
    due_on = day(
        _("什么时候办到"), help_text=_("应当采纳的要写，系统交办给对方单位，由裁定的人销号。"), required=False
    )


class CarryOut(Words):
    effect = lines(_("怎么执行的"), 3, max_length=600)


USE_FORMS: dict[str, Any] = {
    "decline": Reason, "withdraw": Reason, "answer": Answer, "insist": Reason, "rule_on": RuleOn, "consent": Reasons,
    "object": Reasons, "carry_out": CarryOut,
}  # fmt: skip


class Arrive(Words):
    attending = forms.CharField(label=_("谁到场"), max_length=120, required=False)
    arrived_at = moment(_("更早到的，什么时候"), help_text=_("街道认了才算，不填按现在算。"), required=False)


class Finish(Words):
    result = lines(_("做了什么，结果怎样"), 4)


class Mark(Words):
    solved = forms.ChoiceField(
        label=_("解决了没有"), choices=TeamMark.Solved.choices, widget=forms.RadioSelect
    )
    word = forms.ChoiceField(label=_("总的来说"), choices=TeamMark.Word.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


ORDER_FORMS: dict[str, Any] = {
    "arrive": Arrive, "finish": Finish, "refuse": Reason, "cancel": Reason, "mark": Mark,
}  # fmt: skip


class Reply(Words):
    text = lines(_("您的回应"), 5, max_length=2000)


OPINION_FORMS: dict[str, Any] = {"reply": Reply}


class Number(forms.TypedChoiceField):
    """A choice among things of ours, by id; the choices come with the actor."""

    def __init__(self, label: Any, required: bool = True, **more: Any):
        super().__init__(label=label, coerce=int, empty_value=None, required=required, **more)


def chosen(form: forms.Form, **choices: Choices) -> None:
    for name, rows in choices.items():
        form.fields[name].choices = [("", "—"), *rows]  # type: ignore[attr-defined]


class Draft(forms.Form):
    """What a street wants of whom."""

    power = forms.ChoiceField(label=_("哪项权力"))
    organisation_id = Number(_("对哪个单位"))
    what = forms.CharField(label=_("要对方做什么"), max_length=200)
    why = lines(_("为什么"), 4)
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件和条款；还不知道的写“待确认”。")
    )
    about = forms.CharField(
        label=_("关于哪件事项或规划"),
        max_length=200,
        required=False,
        help_text=_("事项编号，或者规划、项目的名字。"),
    )

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        post = street_post(actor)
        powers = [
            one for one in catalogue(post.area_id if post else None) if one.procedure != Procedure.CONSENT
        ]
        chosen(self, power=[(one.key, one.name) for one in powers], organisation_id=_near(post, powers))


def _near(post: Any, powers: list[Any]) -> Choices:
    """Whom these powers may address: in the street, in the districts above it, in the city."""
    if post is None:
        return []
    kinds = tuple(dict.fromkeys(kind for one in powers for kind in one.counterpart))
    cards = list(directory().within(post.area_id, *kinds))
    for above in lineage(post.area_id)[:-1][::-1]:
        cards += directory().of_kind(*kinds, area_id=above)
    return list({card.id: card.name for card in cards}.items())


class Ask(forms.Form):
    """What a department asks a street to agree to."""

    power = forms.ChoiceField(label=_("按哪项权力征求"))
    street_id = Number(_("哪个街道"))
    what = forms.CharField(label=_("请街道同意什么"), max_length=200)
    why = lines(_("为什么"), 4)
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件和条款；还不知道的写“待确认”。")
    )
    about = forms.CharField(label=_("关于哪件事项或规划"), max_length=200, required=False)
    team_id = Number(_("调整哪支派驻队伍"), required=False, help_text=_("不是调动队伍或人员的不填。"))
    post_id = Number(_("调动谁"), required=False, help_text=_("只调动一个人的才选。"))
    goes_to = forms.CharField(label=_("调往哪里"), max_length=120, required=False)
    from_day = day(_("从哪天起"), required=False)

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        post = asking_post(actor)
        teams = own_teams(post.organisation_id) if post else []
        chosen(
            self,
            power=[(one.key, one.name) for one in catalogue() if one.procedure == Procedure.CONSENT],
            street_id=_streets(post),
            team_id=[(team.id, team.name) for team in teams],
            post_id=people_of([team.id for team in teams]),
        )


def _streets(post: Any) -> Choices:
    if post is None:
        return []
    if post.level == "street":
        return [(post.area_id, tree().name(post.area_id))]
    return [(card.id, card.name) for card in tree().under(post.area_id, "street")]


def people_of(team_ids: list[int]) -> Choices:
    """Who is stationed in these teams, by post."""
    if not team_ids:
        return []
    posts = holders(organisation_ids=team_ids, roles=list(DEPARTMENT_ROLES)).select_related("user")
    rows = posts.order_by("organisation_id", "user__pinyin", "pk")
    return [(post.pk, f"{directory().name(post.organisation_id)} {post.user.name}") for post in rows]


class Order(forms.Form):
    """Which team goes where, what for, by when."""

    team_id = Number(_("调度哪支队伍"))
    kind = forms.ChoiceField(
        label=_("种类"), choices=CommandOrder.Kind.choices, widget=forms.RadioSelect, initial="ordinary"
    )
    what = lines(_("到哪里、做什么"), 2, max_length=300)
    why = lines(_("为什么"), 3, max_length=600)
    about = forms.CharField(label=_("关于哪件事项"), max_length=200, required=False)
    arrive_by = moment(_("什么时候到"), help_text=_("不填按规则的到场时限。"), required=False)

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        post = street_post(actor)
        teams = stationed(post.area_id) if post else []
        chosen(self, team_id=[(card.id, card.name) for card in teams])


class Opinion(forms.Form):
    """Words of a year about a person stationed here."""

    post_id = Number(_("谁"))
    year = forms.TypedChoiceField(label=_("哪一年"), coerce=int)
    text = lines(
        _("意见"),
        8,
        max_length=2000,
        help_text=_("写一年里做得怎样、希望怎样；不打分，不排名。本人能看到并回应。"),
    )

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        post, year = street_post(actor), clock.today().year
        teams = [card.id for card in stationed(post.area_id)] if post else []
        chosen(self, post_id=people_of(teams))
        self.fields["year"].choices = [(year, str(year)), (year - 1, str(year - 1))]  # type: ignore[attr-defined]
