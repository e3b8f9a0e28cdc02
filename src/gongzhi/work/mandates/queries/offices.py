"""Offices by the 5+X template, the eight duties, the functions stripped off: what each street has and lacks."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kit import clock
from gongzhi.kit.records import rules
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.work.mandates.models import InternalOffice, StrippedFunction
from gongzhi.work.mandates.rules import ground_of

STRIPPED_ROW = ("id", "street_id", "what", "to_whom", "document", "stripped_on", "still")


@dataclass
class Check:
    """One street against the template: an office or None for each fixed place, then the others."""

    street: AreaCard
    fixed: dict[int, InternalOffice | None] = field(default_factory=dict)
    others: list[InternalOffice] = field(default_factory=list)

    @property
    def gaps(self) -> int:
        """How many fixed places are empty."""
        return sum(office is None for office in self.fixed.values())


def template(street: AreaCard | None = None) -> list[str]:
    """The names of the fixed offices, in their order, as the record nearest the street says (待确认 where nobody knows)."""
    return [str(name) for name in rules.value("offices.fixed", street.lineage if street else ())]


def duties() -> rules.RuleCard:
    """The eight duties of a street, with their basis."""
    return rules.find("street.duties")


def streets(actor: Actor) -> list[AreaCard]:
    """The streets within the areas of this actor's posts; for posts below the street, their own."""
    cards: dict[int, AreaCard] = {}
    for post in actor.posts:
        own = tree().above(ground_of(post), Level.STREET)
        below = tree().under(post.area_id, Level.STREET)
        cards |= {card.id: card for card in (own, *below) if card is not None}
    return sorted(cards.values(), key=lambda card: card.code)


def standing() -> Q:
    """The offices of today."""
    day = clock.today()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def checked(cards: list[AreaCard]) -> list[Check]:
    """Each street against the template; one statement."""
    checks = {card.id: Check(card, dict.fromkeys(range(1, len(template(card)) + 1))) for card in cards}
    for office in InternalOffice.objects.filter(standing(), street_id__in=checks).order_by("place", "id"):
        check = checks[office.street_id]
        if office.place in check.fixed:
            check.fixed[office.place] = office
        else:
            check.others.append(office)
    return list(checks.values())


def stripped(actor: Actor) -> QuerySet:
    """The functions stripped from the streets of this actor's areas: plain values."""
    ids = [card.id for card in streets(actor)]
    reach = {one for card_id in ids for one in tree().reach(card_id)}
    return StrippedFunction.objects.filter(street_id__in=reach).values(*STRIPPED_ROW)


def known(actor: Actor, pk: Any) -> InternalOffice | None:
    """An office of a street of this actor's areas."""
    ids = [card.id for card in streets(actor)]
    return InternalOffice.objects.filter(pk=pk, street_id__in=ids).first()
