"""Whatever people do in whatever order, the rules hold: a stateful walk over cases, whistles and report-ins."""

import random

import pytest
from django.db import transaction

from gongzhi.kit.flow import Stopped
from gongzhi.kit.journal.verify import run as verify
from gongzhi.town.access.actor import CLOCK, resident

WORDS = {
    "accept": {}, "raise_up": {"reason": "修不了"}, "hand_down": {"reason": "先去看"}, "verify": {}, "urge": {}, "deliver": {},
    "resolve": {"measures": "换了阀门", "spoken_with": "住户"}, "send_back": {"reason": "没好"}, "reopen": {"text": "又坏了"},
    "rate": {"contacted": True, "solved": True, "satisfaction": "good"}, "ask": {"text": "几点在家", "spoken": True},
    "answer": {"text": "下午"}, "supplement": {"text": "还漏水"}, "withdraw": {}, "extend": {"reason": "等配件"},
    "remark": {"text": "看过"}, "return_to_score": {}, "close_unrated": {}, "expire_question": {}, "widen_eyes": {},
    "press": {"level": 1}, "sign": {}, "decline": {"reason": "不急"}, "recall": {"reason": "好了"}, "lapse": {}, "sign_after": {},
    "report_in": {}, "confirm_arrival": {}, "progress": {"text": "在换"}, "finish": {"measures": "换了", "spoken_with": "住户"},
    "dispute": {"clause": "第47条", "text": "不归我"}, "ask_more_time": {"reason": "等配件"}, "grant_more_time": {}, "remind": {},
    "agree": {}, "object": {"reason": "没好"}, "mark": {"grade": "good"}, "uphold": {"decision": "维持"}, "take_back": {},
}  # fmt: skip


def invariants():
    """What must be true at every moment."""
    from gongzhi.work.cases.models import OPEN, Case
    from gongzhi.work.whistles.models import ReportIn, Whistle

    for case in Case.objects.all():
        rows = ReportIn.objects.filter(case=case).exclude(stage="stood_down")
        running = rows.filter(stage__in=("called", "present")).count()
        assert (case.stage == "called") <= (running > 0), (
            case.stage,
            list(rows.values_list("stage", flat=True)),
        )
        assert not (case.stage in ("resolved", "verified", "closed") and running), case.stage
        assert rows.filter(lead=True).count() <= 1
        assert Whistle.objects.filter(case=case, stage__in=("proposed", "sounded")).count() <= 1
        assert case.paused_at is None or case.stage in (*OPEN, "shelved")
        assert case.closed_at is not None or case.stage not in ("closed", "withdrawn", "refused", "merged")
        assert case.pauses <= 2
        assert case.ratings.filter(round=case.round).count() <= case.reports.count()


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_any_steps_keeps_the_rules(town, seed):
    from gongzhi.kit.command import COMMANDS
    from gongzhi.work.cases.models import Case
    from gongzhi.work.whistles import commands as whistles
    from gongzhi.work.whistles.models import Whistle
    from tests.flows.making import FLOWS, call_of, told

    chance = random.Random(seed)
    case = told(town)
    actors = [town.actor(name) for name in town.users] + [CLOCK, resident(case.reports.get().pk)]
    flows = [FLOWS[name] for name in ("cases", "whistles", "report_ins", "disputes")]
    taken = 0
    for _turn in range(160):
        flow = chance.choice(flows)
        things = list(flow.model.objects.filter(**({} if flow.model is Case else {"case": case})))
        steps = [
            step
            for step in flow.rows
            if step.verb in WORDS
            and (step.door or step.verb in ("close_unrated", "widen_eyes", "expire_question", "lapse"))
        ]
        try:
            with transaction.atomic():
                if flow.model is Whistle and not things:
                    case.refresh_from_db()
                    whistles.propose(
                        chance.choice(actors), case, kind="unsolved", call=call_of(case), request="换阀门"
                    )
                elif things:
                    thing, actor = chance.choice(things), chance.choice(actors)
                    open_now = [step for step in flow.open_to(actor, thing) if step.verb in WORDS]
                    step = chance.choice(open_now or steps)
                    COMMANDS[(flow.kind, step.verb)](actor, thing, **WORDS[step.verb])
                taken += 1
        except Stopped:
            pass
        invariants()
    assert taken > 15
    assert verify() == []
