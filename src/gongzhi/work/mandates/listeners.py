"""Who is told: streets of a list that was enacted, and both sides of a responsibility letter."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.town.notices.commands import tell
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Post
from gongzhi.town.people.queries import in_force
from gongzhi.work.mandates.models import Listing, ResponsibilityLetter
from gongzhi.work.mandates.rules import CITY, DISTRICT, STREET


def _users(roles: tuple[str, ...], area_ids: set[int]) -> list[int]:
    rows = Post.objects.filter(in_force(), role__in=roles, area_id__in=sorted(area_ids))
    return list(rows.values_list("user_id", flat=True).distinct())


def tell_streets(entry: Entry) -> None:
    """The streets that a list speaks to."""
    listing = Listing.objects.get(pk=entry.subject_id)
    streets = {card.id for card in tree().under(listing.area_id, "street")}
    title = _("新版清单启用：%s") % listing.title
    tell(
        _users(STREET, streets), kind="listing.enact", title=title, url=f"/mandates/lists/{listing.pk}/",
        once=str(entry.pk),
    )  # fmt: skip


def tell_street(entry: Entry) -> None:
    """A street that is to sign a new letter."""
    letter = ResponsibilityLetter.objects.get(pk=entry.subject_id)
    title = _("%(who)s发来责任状：%(what)s") % {
        "who": directory().name(letter.issuer_id),
        "what": letter.title,
    }
    _tell(letter, entry, _users(STREET, set(tree().reach(letter.street_id))), title)


def tell_deciders(entry: Entry) -> None:
    """Who decides whether it stays."""
    letter = ResponsibilityLetter.objects.get(pk=entry.subject_id)
    city = letter.issuer_level == "city" or letter.district_id is None
    roles, area = (CITY, tree().city().id) if city else (DISTRICT, letter.district_id)
    _tell(letter, entry, _users(roles, {area} if area else set()), _("责任状提请复核：%s") % letter.title)


def tell_both(entry: Entry) -> None:
    """The street and the issuer, of what was decided."""
    letter = ResponsibilityLetter.objects.get(pk=entry.subject_id)
    rows = Post.objects.filter(in_force(), organisation_id=letter.issuer_id)
    users = {*rows.values_list("user_id", flat=True), *_users(STREET, set(tree().reach(letter.street_id)))}
    words = {"what": letter.title, "stage": letter.get_stage_display()}
    _tell(letter, entry, list(users), _("责任状%(stage)s：%(what)s") % words)


def _tell(letter: ResponsibilityLetter, entry: Entry, users: list[int], title: str) -> None:
    others = [user for user in users if user != entry.actor_id]
    url = f"/mandates/letters/{letter.pk}/"
    tell(others, kind=f"letter.{entry.verb}", title=title, url=url, once=str(entry.pk))
