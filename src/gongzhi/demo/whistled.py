"""Stories in which the street calls departments: signed, declined, lapsed, late, disputed, in an emergency."""

from datetime import timedelta

from gongzhi.demo import words
from gongzhi.demo.life import Life, Matter, report
from gongzhi.demo.records import owner
from gongzhi.demo.ways import (
    Way,
    arrive,
    called,
    closed,
    countersigned,
    done,
    eyes,
    finish,
    proposed,
    report_ins,
    resolved,
    sounded,
    to_street,
)  # fmt: skip
from gongzhi.kit import clock
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Stage
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import Dispute, Whistle

EMERGENCIES = {"heat-burst", "water-burst", "power-line", "gas-smell", "lift-trapped", "manhole"}
ENFORCED = {"illegal-build", "fume", "stall", "fire-lane", "ebike", "noise-build"}


def begun(life: Life, among: set[str] | None = None) -> Matter:
    """A matter for which the duty list has an owner, and that is no emergency."""
    among = among or (life.owned() & life.plain())
    return report(life, category=life.category(among).code)


def signed(life: Life) -> Way:
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield from arrive(m)
    yield from finish(m)
    yield from countersigned(m)
    yield from closed(m)


def enforced(life: Life) -> Way:
    """综合执法: several departments at one time."""
    m = begun(life, ENFORCED)
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m, kind="enforcement")
    yield from arrive(m, 0.5)
    yield from finish(m, 7)
    yield from closed(m, good=0.6)


def late(life: Life) -> Way:
    """The lead comes late: pressed, reminded, and marked for it."""
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield m.office(4)
    whistles.remind(m.clerk, report_ins(m)[0].pk)
    yield from arrive(m, 3)
    yield from finish(m, 9)
    yield from closed(m, good=0.3)


def more_time(life: Life) -> Way:
    """One extension, asked for and granted; an earlier arrival claimed and confirmed."""
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield m.office(1.5)
    lead = report_ins(m)[0]
    clerk = m.life.department(lead.organisation_id)
    whistles.report_in(clerk, lead.pk, attending="抢修班三人", arrived_at=clock.now() - timedelta(minutes=20))
    yield m.office(1)
    whistles.confirm_arrival(m.clerk, lead.pk)
    whistles.ask_more_time(clerk, lead.pk, reason="配件要从外地调，预计后天到")
    yield m.office(2)
    whistles.grant_more_time(m.clerk, lead.pk)
    yield from arrive(m)
    yield from finish(m, 10)
    yield from closed(m)


def more_called(life: Life) -> Way:
    """On the spot it shows that another department is needed."""
    m = begun(life, {"drain", "rubbish", "house-leak", "parking"})
    yield from to_street(m)
    yield m.office(1)
    whistle = yield from sounded(m)
    yield from arrive(m)
    extra = owner("emergency", tree().card(m.at.district_id or 0))
    whistles.call_more(m.leader, whistle.pk, organisation_id=extra.id, reason="现场还需要应急部门配合")
    yield from arrive(m)
    yield from finish(m)
    yield from closed(m)


def renamed(life: Life) -> Way:
    """Called under the wrong name: the leader, who does not handle it, changes the category."""
    m = begun(life, {"noise-shop", "noise-life"})
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield m.office(1)
    cases.recategorise_called(
        m.leader, m.case, category=catalogue().coded("noise-build"), reason="现场看是施工噪声"
    )
    yield from arrive(m)
    yield from finish(m)
    yield from closed(m)


def declined(life: Life) -> Way:
    """The leader does not sign, with the reason; the street does it itself."""
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    whistle = proposed(m)
    yield m.office(1)
    whistles.decline(m.leader, whistle.pk, reason="社区和物业能办，先不叫部门")
    yield m.office(6)
    resolved(m)
    yield from closed(m)


def lapsed(life: Life) -> Way:
    """Nobody signs within the limit; proposed again, then signed."""
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    proposed(m)
    yield life.office(6)
    if m.row.stage in (Stage.REPORTED, Stage.ACCEPTED):
        yield from sounded(m, 0.5)
        yield from arrive(m)
        yield from finish(m)
        yield from closed(m)


def recalled(life: Life) -> Way:
    """Called off: the firm came by itself."""
    m = begun(life)
    yield from to_street(m)
    yield m.office(1)
    whistle = yield from sounded(m)
    yield m.office(1)
    whistles.recall(m.leader, whistle.pk, reason="物业已经联系维保到场，不用部门了")
    yield m.office(4)
    resolved(m)
    yield from closed(m)


def disputed(life: Life, outcome: str) -> Way:
    """A department says that it is not theirs, once; the district decides within a working day."""
    m = begun(life, {"rubbish-build", "pothole", "snow", "noise-shop", "green", "drain"})
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield m.office(1)
    lead = report_ins(m)[0]
    clerk, district = life.department(lead.organisation_id), tree().card(m.at.district_id or 0)
    named = owner("housing", district)
    about = whistles.dispute(
        clerk, lead.pk, clause=life.one(words.CLAUSES).format(n=life.chance.randint(3, 48)), owner_id=named.id,
        text="地块属于小区内部，按清单应由住建部门督促物业办理",
    )  # fmt: skip
    yield m.office(1)
    whistles.say_more(m.clerk, about.pk, text="现场看在小区红线外，照片已附")
    yield m.office(3)
    decided(m, about, outcome)
    yield from arrive(m)
    yield from finish(m)
    yield from closed(m, good=0.5)


def decided(m: Matter, about: Dispute, outcome: str) -> None:
    """The district's decision; it is a precedent."""
    other = owner("housing", tree().card(m.at.district_id or 0)).id
    if outcome == "upheld":
        whistles.uphold(m.dispatcher, about.pk, decision="在红线外，属市政范围，维持原派")
    elif outcome == "moved":
        whistles.move(m.dispatcher, about.pk, decision="在红线内，改由住建部门牵头", organisation_id=other)
    elif outcome == "fallback":
        whistles.name_fallback(
            m.dispatcher,
            about.pk,
            decision="清单没有写明，先由住建部门兜底，并建议修订清单",
            organisation_id=other,
        )
    else:
        whistles.take_back(m.life.department(about.organisation_id), about.pk)


def upheld(life: Life) -> Way:
    return disputed(life, "upheld")


def moved(life: Life) -> Way:
    return disputed(life, "moved")


def fallback(life: Life) -> Way:
    return disputed(life, "fallback")


def taken_back(life: Life) -> Way:
    return disputed(life, "taken_back")


def objected(life: Life) -> Way:
    """会签退回: a helper does not stand by the lead's reply."""
    m = begun(life, {"heat-cold", "heat-leak", "fume", "noise-shop", "lift-broken"})
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield from arrive(m)
    yield from finish(m, 4)
    yield m.office(1)
    helper = report_ins(m)[1]
    whistles.object(life.department(helper.organisation_id), helper.pk, reason="复测没有达标，请再处理一次")
    yield m.office(4)
    done(m, report_ins(m)[0])
    yield from closed(m)


def taken_up_again(life: Life) -> Way:
    """Departments are done, the grid's head is not content: the same hands take it up again."""
    m = begun(life, {"heat-cold", "heat-leak", "lift-broken", "drain"})
    yield from to_street(m)
    yield m.office(1)
    yield from sounded(m)
    yield from arrive(m)
    yield from finish(m, 3)
    yield life.awake(4)
    cases.send_back(eyes(m), m.case, reason=life.one(words.BACK))
    yield m.office(5)
    done(m, report_ins(m)[0])
    yield from closed(m)


def emergency(life: Life) -> Way:
    """应急: the leader on duty sounds at once, day or night; the signature follows within 24 hours."""
    m = report(life, category=life.category(EMERGENCIES).code, known=True)
    yield life.after(0.1)
    leader = life.on_duty(m.at.street_id or 0) or m.leader
    whistle: Whistle = whistles.sound_at_once(
        leader, m.case, call=called(m), request="请立即到场，先控制险情，疏散群众"
    )
    yield from arrive(m, 0.2, at_once=True)
    yield from finish(m, 0.3, at_once=True)
    yield m.office(1)
    whistles.sign_after(m.leader, whistle.pk)
    yield from closed(m, silent=0.1)


WHISTLED = {
    signed: 16, enforced: 5, late: 5, more_time: 3, more_called: 2, renamed: 1, declined: 2, lapsed: 2, recalled: 2,
    upheld: 2, moved: 2, fallback: 2, taken_back: 1, objected: 2, taken_up_again: 3, emergency: 5,
}  # fmt: skip
