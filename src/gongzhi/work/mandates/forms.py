"""What a list and its items must be told, on the page and by the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Words, day, lines
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.documents.models import Document
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates.models import Listing
from gongzhi.work.mandates.queries.letters import targets
from gongzhi.work.mandates.rules import CITY, DISTRICT, kept_areas
from gongzhi.work.tasks import ports

LEADING = ("department", "utility", "stationed_team", "leading_body", "dispatch_centre", "street_office")


class Enact(Words):
    """From when on, and on which paper it stands."""

    effective_from = day(gettext_lazy("启用日期"), help_text=gettext_lazy("改现行的清单，最早从明天起。"))
    effective_to = day(gettext_lazy("最后一天"), required=False)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, required=False,
        help_text=gettext_lazy("不填就用草稿上写的。"),
    )  # fmt: skip

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        self.fields["effective_from"].initial = clock.today() + timedelta(days=1)


class Withdraw(Words):
    """Why the draft is not wanted."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)


class Begin(forms.Form):
    """A new version: which kind, for which area, on which paper."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=Listing.Kind.choices)
    area_id = forms.TypedChoiceField(label=gettext_lazy("适用区域"), coerce=int)
    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=120, required=False,
        help_text=gettext_lazy("不填就用区域和种类的名称。"),
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, required=False,
        help_text=gettext_lazy("文件和条款；还不知道就不填，记为待确认。"),
    )  # fmt: skip
    document_id = forms.TypedChoiceField(
        label=gettext_lazy("文件"), coerce=int, required=False, empty_value=None
    )
    copied = forms.BooleanField(label=gettext_lazy("抄下现行版本的条目"), required=False, initial=True)

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.fields["area_id"].choices = kept(actor)  # type: ignore[attr-defined]
        papers = Document.objects.filter(repealed_on=None).order_by("code").values_list("id", "title")
        self.fields["document_id"].choices = [("", "—"), *papers[:500]]  # type: ignore[attr-defined]


def kept(actor: Actor) -> list[tuple[int, str]]:
    """The areas whose lists this actor keeps, the widest first."""
    cards = [card for one in kept_areas(actor, *CITY, *DISTRICT) if (card := tree().get(one))]
    wide = {Level.CITY: 0, Level.DISTRICT: 1, Level.STREET: 2}
    now = [card for card in cards if card.holds_on(clock.today())]
    return [
        (card.id, tree().full_name(card.id))
        for card in sorted(now, key=lambda card: (wide[Level(card.level)], card.code))
    ]


class Item(Words):
    """One item of a draft; the list it belongs to says which departments are near."""

    code = forms.CharField(label=gettext_lazy("条目编号"), max_length=20)
    text = lines(gettext_lazy("事项"), 2, max_length=500)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200, required=False)
    lead_id = forms.TypedChoiceField(
        label=gettext_lazy("牵头单位"), coerce=int, required=False, empty_value=None
    )
    lead_name = forms.CharField(
        label=gettext_lazy("牵头单位（名录里没有的）"), max_length=120, required=False,
        help_text=gettext_lazy("只写名称的不会用来提议吹哨叫谁。"),
    )  # fmt: skip
    helper_ids = forms.TypedMultipleChoiceField(label=gettext_lazy("配合单位"), coerce=int, required=False)
    street_part = lines(gettext_lazy("街道做什么"), 2, required=False)
    department_part = lines(gettext_lazy("部门做什么"), 2, required=False)
    money = forms.CharField(label=gettext_lazy("随事走的钱"), max_length=200, required=False)
    power = forms.CharField(label=gettext_lazy("随事走的权"), max_length=200, required=False)
    people = forms.CharField(label=gettext_lazy("随事走的人"), max_length=200, required=False)
    category_id = forms.TypedChoiceField(
        label=gettext_lazy("类别"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("写了类别和牵头单位，启用以后吹哨就按这一条提议叫谁。"),
    )  # fmt: skip

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        leads = [(card.id, card.label) for card in leading(thing)]
        self.fields["lead_id"].choices = [("", "—"), *leads]  # type: ignore[attr-defined]
        self.fields["helper_ids"].choices = leads  # type: ignore[attr-defined]
        groups = [(name, [(card.id, card.full_name) for card in cards]) for name, cards in _grouped()]
        self.fields["category_id"].choices = [("", "—"), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("lead_id") and given.get("lead_name"):
            self.add_error("lead_name", _("牵头单位在名录里选，或者只写名称，不要两样都填。"))
        return given


def _grouped() -> list[tuple[str, list[Any]]]:
    """Every category in force under its first level: an item may name a whole branch."""
    groups: dict[str, list[Any]] = {}
    for card in sorted(catalogue().in_force, key=lambda card: card.path):
        groups.setdefault(card.path[0], []).append(card)
    return list(groups.items())


def leading(listing: Any) -> tuple[OrganisationCard, ...]:
    """Who may lead: the organisations of the list's district and below, and the city's; all where no list is known."""
    if listing is None:
        return directory().of_kind(*LEADING)
    above = tree().above(listing.area_id, Level.DISTRICT)
    if above is None:
        return directory().of_kind(*LEADING)
    own = directory().within(above.id, *LEADING)
    return (*own, *directory().of_kind(*LEADING, area_id=tree().city().id))


class Review(Words):
    """Why it should be looked at."""

    reason = lines(gettext_lazy("为什么要复核"), 2, max_length=300, required=False)


class Decide(Words):
    """Why it goes."""

    reason = lines(gettext_lazy("理由"), 2, max_length=300)


class Keep(Decide):
    """Why it stays, and on what."""

    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, required=False,
        help_text=gettext_lazy("原来没写依据的要补上；没有依据的应当取消。"),
    )  # fmt: skip


class Merge(Decide):
    """Into which other letter of the street."""

    into_id = forms.UUIDField(label=gettext_lazy("并入哪一份"), widget=forms.Select)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        known = targets(thing).values_list("pk", "title")[:200] if thing is not None else ()
        self.fields["into_id"].widget.choices = [("", "—"), *known]  # type: ignore[attr-defined]


class Issue(forms.Form):
    """A new letter of one's own organisation."""

    street_id = forms.TypedChoiceField(label=gettext_lazy("签状街道"), coerce=int)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("哪份文件哪一条。")
    )
    valid_to = day(gettext_lazy("最后一天"))
    veto = forms.BooleanField(label=gettext_lazy("带一票否决"), required=False)
    matter_id = forms.TypedChoiceField(
        label=gettext_lazy("准入事项"), coerce=UUID, required=False, empty_value=None,
        help_text=gettext_lazy("没有已准入的事项就先申请准入。"),
    )  # fmt: skip

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.fields["street_id"].choices = [("", "—"), *streets(actor)]  # type: ignore[attr-defined]
        if "matter_id" in self.fields:  # what was signed long ago passes no gate
            self.fields["matter_id"].choices = [("", "—"), *ports.offered(actor)]  # type: ignore[attr-defined]


class Record(Issue):
    """A letter that is there already."""

    matter_id = None  # type: ignore[assignment]
    issuer_id = forms.TypedChoiceField(label=gettext_lazy("发状单位"), coerce=int)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, required=False,
        help_text=gettext_lazy("没有就空着：复核时看得到。"),
    )  # fmt: skip
    signed_on = day(gettext_lazy("签状日期"))
    valid_to = day(gettext_lazy("最后一天"), required=False)
    field_order = ("issuer_id", "street_id", "title", "basis", "signed_on", "valid_to", "veto")

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(actor, data, **more)
        issuers = [(card.id, card.label) for card in directory().of_kind(*LEADING[:5])]
        self.fields["issuer_id"].choices = [("", "—"), *issuers]  # type: ignore[attr-defined]


def streets(actor: Actor) -> list[tuple[int, str]]:
    """The streets of my area."""
    cards = {card.id: card for post in actor.posts for card in tree().under(post.area_id, Level.STREET)}
    return [(card.id, tree().full_name(card.id)) for card in cards.values()]


class Office(forms.Form):
    """An office of a street."""

    street_id = forms.TypedChoiceField(label=gettext_lazy("街道"), coerce=int)
    name = forms.CharField(label=gettext_lazy("机构名称"), max_length=60)
    place = forms.TypedChoiceField(
        label=gettext_lazy("固定机构序号"), coerce=int, required=False, empty_value=None,
        choices=[("", gettext_lazy("另设的（X）")), *((n, n) for n in range(1, 6))],
    )  # fmt: skip
    does = lines(gettext_lazy("主要做什么"), 2, max_length=300, required=False)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200, required=False)
    valid_from = day(gettext_lazy("设立日期"))

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.fields["street_id"].choices = [("", "—"), *streets(actor)]  # type: ignore[attr-defined]


class Strip(forms.Form):
    """A function that the street does no more."""

    street_id = forms.TypedChoiceField(label=gettext_lazy("街道"), coerce=int)
    what = forms.CharField(label=gettext_lazy("剥离的职能"), max_length=200)
    to_whom = forms.CharField(label=gettext_lazy("交给谁"), max_length=120)
    stripped_on = day(gettext_lazy("剥离日期"))
    document = forms.CharField(label=gettext_lazy("文件"), max_length=200, required=False)
    still = lines(gettext_lazy("现在还派来什么"), 2, max_length=300, required=False)

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.fields["street_id"].choices = [("", "—"), *streets(actor)]  # type: ignore[attr-defined]


FORMS: dict[str, Any] = {
    "enact": Enact, "withdraw": Withdraw, "review": Review, "keep": Keep, "merge": Merge, "abolish": Decide,
}  # fmt: skip
