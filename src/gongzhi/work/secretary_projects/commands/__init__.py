"""The verbs of secretary projects, by topic: the yearly call, writing, deciding, carrying out, accepting, linking."""

from gongzhi.work.secretary_projects.commands.accepting import (
    accept,
    ask_acceptance,
    measure,
    send_back,
    verify,
)
from gongzhi.work.secretary_projects.commands.calling import close_call, publish, run_out, write_call
from gongzhi.work.secretary_projects.commands.carrying import extend, reach, record_midterm, start, stop
from gongzhi.work.secretary_projects.commands.deciding import approve, hand_back, reject, review, study
from gongzhi.work.secretary_projects.commands.linking import link_case, link_topic, unlink_case
from gongzhi.work.secretary_projects.commands.writing import (
    add_effect,
    add_milestone,
    declare,
    draft_project,
    drop_effect,
    drop_milestone,
    write,
)

__all__ = [
    "accept", "add_effect", "add_milestone", "approve", "ask_acceptance", "close_call", "declare", "draft_project",
    "drop_effect", "drop_milestone", "extend", "hand_back", "link_case", "link_topic", "measure", "publish", "reach",
    "record_midterm", "reject", "review", "run_out", "send_back", "start", "stop", "study", "unlink_case", "verify", "write",
    "write_call",
]  # fmt: skip
