"""Who is told of enforcement: the street of a power, the district of its word, whose turn a file is."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import holders
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile
from gongzhi.work.enforcement.rules import DEPARTMENT_ROLES, DISTRICT_ROLES, STREET_ROLES, streets_of

POWER_TITLES = {
    "draft_power": lambda: _("拟下放一项，请街道说意见：%s"),
    "bring_into_force": lambda: _("下放了一项：%s"),
    "take_back": lambda: _("收回了一项：%s"),
}
FILE_TITLES = {
    "open_clue": lambda: _("有一条执法线索等立案：%s"),
    "hear": lambda: _("一个案卷等法制审核：%s"),
    "review": lambda: _("一个案卷等决定：%s"),
}


def people_over(area_ids: Iterable[int], roles: Iterable[str]) -> list[int]:
    posts = holders(area_ids=sorted(area_ids), roles=[str(role) for role in roles])
    return list(posts.values_list("user_id", flat=True).distinct())


def tell_street(entry: Entry) -> None:
    """A power that comes, is in force, or goes."""
    power = DelegatedPower.objects.get(pk=entry.subject_id)
    users = people_over(streets_of(power.street_id), STREET_ROLES)
    _send(
        entry,
        "power",
        users,
        POWER_TITLES[entry.verb]() % power.item[:60],
        f"/enforcement/powers/{power.pk}/",
    )


def tell_district(entry: Entry) -> None:
    """What the street says of a power."""
    power = DelegatedPower.objects.get(pk=entry.subject_id)
    users = people_over(tree().reach(power.district_id), DISTRICT_ROLES)
    title = _("街道说了意见：%(item)s（%(word)s）") % {
        "item": power.item[:50],
        "word": power.get_street_fitness_display(),
    }
    _send(entry, "power", users, title, f"/enforcement/powers/{power.pk}/")


def tell_leader(entry: Entry) -> None:
    """The street's leader: a clue to file, a review or a decision to make."""
    file = EnforcementFile.objects.get(pk=entry.subject_id)
    if entry.verb == "review" and file.reviewed_on is None:
        _back_to_hands(entry, file)
        return
    users = people_over(streets_of(file.street_id), ["street_leader"])
    _send(entry, "file", users, FILE_TITLES[entry.verb]() % file.matter[:60], f"/enforcement/{file.pk}/")


def _back_to_hands(entry: Entry, file: EnforcementFile) -> None:
    users = {*file.acting_user_ids, *people_over(streets_of(file.street_id), ["street_clerk"])}
    title = _("审核没有通过，退回调查取证：%s") % file.matter[:60]
    _send(entry, "file", users, title, f"/enforcement/{file.pk}/")


def tell_receiver(entry: Entry) -> None:
    """Whoever a file was handed over to."""
    file = EnforcementFile.objects.get(pk=entry.subject_id)
    if file.transferred_to_id is None:
        return
    posts = holders(organisation_ids=[file.transferred_to_id], roles=list(DEPARTMENT_ROLES))
    users = list(posts.values_list("user_id", flat=True).distinct())
    _send(entry, "file", users, _("街道移送了一个案卷：%s") % file.matter[:60], f"/enforcement/{file.pk}/")


def tell_press(entry: Entry) -> None:
    """The limit comes near: the hands, then the leader, then the district."""
    file = EnforcementFile.objects.get(pk=entry.subject_id)
    street = streets_of(file.street_id)
    users = {*file.acting_user_ids, *people_over(street, ["street_clerk"])}
    if file.press_level > 1:
        users |= set(people_over(street, ["street_leader"]))
    if file.press_level > 2:
        users |= set(people_over(tree().reach(file.district_id), DISTRICT_ROLES))
    limit = file.limit.isoformat() if file.limit else ""
    title = _("案卷的决定期限到 %(day)s：%(matter)s") % {"day": limit, "matter": file.matter[:50]}
    _send(entry, "file", users, title, f"/enforcement/{file.pk}/")


def _send(entry: Entry, what: str, users: Iterable[int], title: str, url: str) -> None:
    tell(users, kind=f"{what}.{entry.verb}", title=title, url=url, once=str(entry.pk), urgent=False)
