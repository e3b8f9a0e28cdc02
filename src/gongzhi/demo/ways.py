"""Parts of stories: how a matter comes up to the street, how departments are called and come, how it ends.

Each is a generator that yields the moment at which it goes on; steps are the rooms' own commands.
"""

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any

from gongzhi.demo import words
from gongzhi.demo.life import Matter
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import CallBack, Stage
from gongzhi.work.mandates.queries import propose
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import ReportIn, Whistle

Way = Iterator[datetime]


def to_community(m: Matter, hours: float = 2) -> Way:
    """From the grid's desk to the community's."""
    if m.level == "grid":
        yield m.life.awake(hours)
        cases.raise_up(m.head, m.case, reason=m.life.one(words.UP_FROM_GRID))


def to_street(m: Matter, hours: float = 2) -> Way:
    """Up to the street's desk, and taken up there."""
    yield from to_community(m, hours)
    if m.level == "community":
        yield m.office(hours)
        cases.raise_up(m.worker, m.case, reason=m.life.one(words.UP_FROM_COMMUNITY))
    if m.row.stage == Stage.REPORTED:
        yield m.office(hours / 2)
        cases.accept(m.clerk, m.case)


def called(m: Matter) -> list[dict[str, Any]]:
    """Whom the duty list proposes for it."""
    rows = propose(m.card.id, (m.at.district_id or 0, m.at.street_id or 0))
    return [
        {"organisation_id": p.organisation_id, "lead": p.lead, "reason": p.reason, "duty_id": p.duty_id}
        for p in rows
    ]


def proposed(m: Matter, kind: str = "unsolved", by: Any = None) -> Whistle:
    return whistles.propose(
        by or m.clerk, m.case, kind=kind, call=called(m), request=m.life.one(words.REQUESTS)
    )


def sounded(m: Matter, hours: float = 1, kind: str = "unsolved") -> Generator[datetime, None, Whistle]:
    """Proposed by the street's clerk, signed by its leader."""
    whistle = proposed(m, kind)
    yield m.office(hours)
    return whistles.sign(m.leader, whistle.pk)


def report_ins(m: Matter) -> list[ReportIn]:
    """The report-ins that stand, lead first."""
    rows = ReportIn.objects.filter(case_id=m.case).exclude(stage=ReportIn.Stage.STOOD_DOWN)
    return list(rows.order_by("-lead", "id"))


def arrive(m: Matter, hours: float = 0.8, *, at_once: bool = False) -> Way:
    """Each called department reports in."""
    for row in report_ins(m):
        if row.stage == ReportIn.Stage.CALLED:
            yield m.life.after(hours) if at_once else m.office(hours)
            clerk = m.life.department(row.organisation_id)
            whistles.report_in(clerk, row.pk, attending=f"{clerk.label}等{m.life.chance.randint(2, 5)}人")


def finish(m: Matter, hours: float = 5, *, at_once: bool = False) -> Way:
    """Helpers finish first, then the lead, whose reply goes to the resident."""
    for row in reversed(report_ins(m)):
        if row.stage == ReportIn.Stage.PRESENT:
            yield m.life.after(hours) if at_once else m.office(hours)
            if row.lead:
                whistles.progress(
                    m.life.department(row.organisation_id), row.pk, text=m.life.one(words.PROGRESS)
                )
            yield m.life.after(hours) if at_once else m.office(hours)
            done(m, row)


def done(m: Matter, row: ReportIn) -> None:
    """One department's part is done."""
    clerk = m.life.department(row.organisation_id)
    measures = m.measures if row.lead else "配合到场，已完成本单位的部分"
    whistles.finish(
        clerk, row.pk, measures=measures, spoken_with=m.life.one(words.SPOKEN) if row.lead else ""
    )


def countersigned(m: Matter) -> Way:
    """Some helpers say that they agree; others are silent, which is no objection."""
    for row in report_ins(m)[1:]:
        if m.life.happens(0.5):
            yield m.office(1)
            whistles.agree(m.life.department(row.organisation_id), row.pk)


def marked(m: Matter) -> Way:
    """The street says how each department did."""
    for row in report_ins(m):
        yield m.office(2)
        late = row.arrived_at is not None and row.arrived_at > row.arrive_by
        grade = "poor" if late and m.life.happens(0.5) else "fair" if late else "good"
        reason = "" if grade == "good" else "到场比约定晚，居民等了很久"
        whistles.mark(m.clerk, row.pk, grade=grade, reason=reason)


def resolved(m: Matter) -> None:
    """Whoever has the desk says what was done."""
    by = {"grid": m.head, "community": m.worker, "street": m.clerk}[m.level]
    spoken = m.life.one(words.SPOKEN)
    cases.resolve(by, m.case, measures=m.measures, spoken_with=spoken, done_on="")


def verified(m: Matter, hours: float = 6) -> Way:
    """Other eyes look. What the grid did itself is verified by the reporter's rating."""
    if m.row.eyes == "reporter":
        return
    yield m.life.awake(hours)
    cases.verify(eyes(m), m.case, remark="到现场看过，属实" if m.life.happens(0.6) else "")


def eyes(m: Matter) -> Any:
    """Who verifies: not whoever resolved it."""
    row = m.row
    if row.eyes == "grid":
        return m.head
    if row.eyes == "community":
        return m.secretary
    return m.leader if row.resolved_by != m.leader.user_id else m.clerk


def rated(m: Matter, *, good: float = 0.7, silent: float = 0.25) -> Way:
    """By telephone where the draw chose it, else by code; some say nothing at all."""
    yield m.life.awake(8)
    call = CallBack.objects.filter(case_id=m.case, stage=CallBack.Stage.DRAWN, round=m.row.round).first()
    if call is not None and m.life.happens(0.8):
        yield from by_telephone(m, call)
    elif not m.life.happens(silent):
        yield m.life.awake(20)
        say(m, m.resident, good=good)


def by_telephone(m: Matter, call: CallBack) -> Way:
    """回访: sometimes nobody answers at first; no longer on the list, nobody is called."""
    tries = 2 if m.life.happens(0.3) else 1
    for left in range(tries, 0, -1):
        yield m.life.office(3)
        drawn = CallBack.objects.filter(pk=call.pk, stage=CallBack.Stage.DRAWN, round=m.row.round)
        if call.pk in m.life.in_vain or not drawn.exists():
            return
        if left > 1:
            cases.tried(m.caller, call.pk)
    say(m, m.caller, via="phone", report_id=call.report_id)


def say(m: Matter, who: Any, *, good: float = 0.7, via: str = "code", report_id: Any = None) -> None:
    """A rating: solved, and how content."""
    grade = m.life.chance.choices(("good", "fair", "bad"), (good, 0.2, 0.1))[0]
    comment = m.life.one({"good": words.GOOD, "fair": words.FAIR, "bad": words.BAD}[grade])
    cases.rate(
        who, m.case, contacted=grade != "bad", solved=True, satisfaction=grade, comment=comment, via=via,
        report_id=report_id,
    )  # fmt: skip


def ended(m: Matter, **how: float) -> Way:
    """Verified, then rated or not."""
    yield from verified(m)
    yield from rated(m, **how)


def closed(m: Matter, **how: float) -> Way:
    """The same after a whistle: the street also says how each department did."""
    yield from verified(m)
    yield from marked(m)
    yield from rated(m, **how)
