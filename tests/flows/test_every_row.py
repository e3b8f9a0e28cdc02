"""Over every row of every flow: nobody takes a step without a post, and none out of its stage leaves a trace."""

import pytest
from django.db import transaction

from gongzhi.kit.command import COMMANDS
from gongzhi.kit.flow import NotNow, NotYours, Stopped, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.access.actor import NOBODY, Actor

FLOW_NAMES = ("cases", "telling", "call_backs", "on_case", "whistles", "report_ins", "disputes", "tasks", "power_uses",
              "command_orders", "yearly_opinions")  # fmt: skip


def rows():
    from tests.flows.making import FLOWS

    return [(name, step) for name, flow in FLOWS.items() for step in flow.rows]


def test_every_step_has_its_command_and_every_command_its_step():
    from tests.flows.making import FLOWS

    spoken = {(flow.kind, step.verb) for flow in FLOWS.values() for step in flow.rows}
    assert spoken == set(COMMANDS)


def test_an_actor_without_posts_takes_no_step(things):
    from tests.flows.making import FLOWS

    before = Entry.objects.count()
    for flow in FLOWS.values():
        for step in flow.at_door():
            for actor in (NOBODY, Actor(user_id=999_999, label="无岗位")):
                with pytest.raises((Unseen, NotYours, NotNow)), transaction.atomic():
                    COMMANDS[(flow.kind, step.verb)](actor, things[flow.model])
    assert Entry.objects.count() == before


def test_a_step_out_of_its_stage_is_refused_and_leaves_no_trace(town, things):
    """Whoever might take it at the right moment is told that it is not the moment."""
    from tests.flows.making import FLOWS

    everybody = [town.actor(name) for name in town.users]
    before = Entry.objects.count()
    for flow in FLOWS.values():
        thing = things[flow.model]
        for step in flow.rows:
            if not step.sources or thing.stage in step.sources:
                continue
            for actor in everybody:
                with pytest.raises(Stopped), transaction.atomic():
                    COMMANDS[(flow.kind, step.verb)](actor, thing)
    assert Entry.objects.count() == before


def test_every_stage_is_reached_and_every_running_one_left():
    from tests.flows.making import FLOWS

    begun = {
        "reported",
        "noted",
        "archived",
        "proposed",
        "called",
        "raised",
        "assigned",
        "drawn",
        "draft",
        "clue",
        "unreached",
        "closed",
        "asked",
        "refused",
        "stopped",
        "live",
        "drafted",
        "ordered",
        "written",
        "planned",
        "noted",
        "open",
    }
    ended = {"closed", "refused", "withdrawn", "merged", "archived", "declined", "lapsed", "recalled", "stood_down",
             "upheld", "moved", "fallback", "reached", "unreached", "dropped"}  # fmt: skip
    ended |= {"minuted", "cancelled", "decided", "expired", "exited", "answered", "overruled", "kept"}
    ended |= {"superseded", "abolished"}
    ended |= {"taken_back", "done", "transferred"}
    ended |= {"accepted", "ruled", "objected", "carried_out", "replied"}
    ended |= {"ended", "void"}
    ended |= {"repealed"}
    ended |= {"rejected", "stopped"}
    stages = {}
    for flow in FLOWS.values():
        known = stages.setdefault(flow.model, (set(), set()))
        known[0].update(step.target for step in flow.rows if step.target)
        known[1].update(source for step in flow.rows for source in step.sources)
    for model, (reached, left) in stages.items():
        for stage in model.Stage.values if hasattr(model, "Stage") else []:
            assert stage in reached | begun, (model, stage)
            assert stage in left | ended, (model, stage)


def test_no_door_opens_to_a_step_that_only_rooms_take():
    for _name, step in rows():
        if not step.door:
            assert step.label
            assert step.who is not None
