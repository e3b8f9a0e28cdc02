"""What the clock calls for enforcement: limits, certificates that end, powers to review, the purge."""

from datetime import timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import CLOCK
from gongzhi.town.areas.tree import tree
from gongzhi.town.notices.commands import tell
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.listeners import people_over
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Officer
from gongzhi.work.enforcement.queries import expiring
from gongzhi.work.enforcement.rules import DISTRICT_ROLES, ENDED, P, streets_of

BATCH = 200


def press() -> int:
    """Files whose limit comes near or has passed, level by level."""
    rows = list(EnforcementFile.objects.filter(press_on__lte=clock.today()).order_by("press_on")[:BATCH])
    for row in rows:
        try:
            commands.press(CLOCK, row, level=row.press_level + 1)
        except Stopped:
            continue
    return len(rows)


def remind_certificates() -> int:
    """Once when a certificate comes near its end, once when it has ended: the street's clerk, and whose it is."""
    told = 0
    for officer in Officer.objects.filter(expiring()).order_by("expires_on")[:BATCH]:
        ended = officer.expires_on < clock.today()
        users = set(people_over(streets_of(officer.street_id), ["street_clerk"]))
        users |= {officer.account_id} if officer.account_id else set()
        words = _("执法证已过期，不能办案：%s") if ended else _("执法证快到期：%s")
        told += tell(
            users, kind="officer.certificate", title=words % officer.name,
            url=f"/enforcement/squads/{officer.squad_id}/",
            once=f"certificate:{officer.pk}:{officer.expires_on}:{'ended' if ended else 'near'}",
        )  # fmt: skip
    return told


def remind_reviews() -> int:
    """Once for each date of review that comes near: the district."""
    ahead = clock.today() + timedelta(days=records.value("enforcement.review_ahead_days"))
    told = 0
    for power in DelegatedPower.objects.filter(stage=P.IN_FORCE, review_due__lte=ahead).order_by(
        "review_due"
    )[:BATCH]:
        told += tell(
            people_over(tree().reach(power.district_id), DISTRICT_ROLES), kind="power.review",
            title=_("下放的一项该复评了：%s") % power.item[:60], url=f"/enforcement/powers/{power.pk}/",
            once=f"power-review:{power.pk}:{power.review_due}",
        )  # fmt: skip
    return told


def purge() -> int:
    """Parties' values and evidence whose retention, counted from the file's end, is over."""
    before = clock.now() - timedelta(days=records.value("retention.enforcement-party"))
    rows = EnforcementFile.objects.filter(stage__in=ENDED, ended_at__lte=before, purged_at=None).order_by(
        "ended_at"
    )
    due = list(rows.values_list("pk", flat=True)[:BATCH])
    for pk in due:
        commands.purge(CLOCK, pk)
    return len(due)
