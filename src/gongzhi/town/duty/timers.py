"""What the clock calls: at 16:00, who has no rota for tonight."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.records import rules
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.models import Shift
from gongzhi.town.duty.queries import between
from gongzhi.town.notices.commands import tell
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.people.models import Role
from gongzhi.town.people.queries import holders

LEADERS = [
    Role.DEPARTMENT_LEADER,
    Role.STREET_LEADER,
    Role.COMMUNITY_SECRETARY,
    Role.DISTRICT_LEADER,
    Role.DISTRICT_DISPATCHER,
    Role.CITY_LEADER,
]


def tonight() -> tuple[datetime, datetime]:
    """The night that must be covered, by the record ``duty.night`` ({"from": "HH:MM", "to": "HH:MM"} of next day)."""
    night, day, zone = rules.value("duty.night"), clock.today(), clock.zone()
    start = datetime.combine(day, time.fromisoformat(night["from"]), tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time.fromisoformat(night["to"]), tzinfo=zone)
    return start, end


def uncovered() -> list[OrganisationCard]:
    """The organisations that must keep a rota (record ``duty.kinds``) and have a gap in it tonight."""
    must = directory().of_kind(*rules.value("duty.kinds"))
    start, end = tonight()
    shifts: dict[int, list[Shift]] = {}
    for shift in between([card.id for card in must], start, end):
        shifts.setdefault(shift.organisation_id, []).append(shift)
    return [card for card in must if _has_gap(shifts.get(card.id, ()), start, end)]


def _has_gap(shifts: Iterable[Shift], start: datetime, end: datetime) -> bool:
    """Whether shifts in order of time leave a moment between start and end without anybody."""
    for shift in shifts:
        if shift.starts_at > start:
            return True
        start = max(start, shift.ends_at)
    return start < end


def remind_missing_rota() -> int:
    """Tell the leaders of each such organisation and of its district; returns how many notices were new."""
    missing = uncovered()
    own = _users(organisation_ids=[card.id for card in missing], roles=LEADERS, by="organisation_id")
    areas = {card.id: _governed(card) for card in missing}
    above = _users(
        area_ids=list(areas.values()), roles=[Role.DISTRICT_LEADER, Role.CITY_LEADER], by="area_id"
    )
    today = clock.today().isoformat()
    return sum(
        tell(
            own.get(card.id, set()) | above.get(areas[card.id], set()),
            "duty.missing",
            _("%(name)s今晚没有值班安排") % {"name": card.label},
            f"/town/duty/?organisation={card.id}",
            once=f"rota:{card.id}:{today}",
            urgent=True,
            subject_id=str(card.id),
        )
        for card in missing
    )


def _governed(card: OrganisationCard) -> int:
    """The district that an organisation belongs to; the city for one of the city."""
    found = tree().above(card.area_id, Level.DISTRICT)
    return found.id if found else card.area_id


def _users(*, roles: list[Role], by: str, **where: list[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {}
    for owner, user in holders(roles=[str(role) for role in roles], **where).values_list(by, "user_id"):
        found.setdefault(owner, set()).add(user)
    return found
