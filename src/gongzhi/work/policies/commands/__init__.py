"""The verbs of policies, by topic: ``sets``, ``requirements``, ``acknowledging``, ``terms``."""

from gongzhi.work.policies.commands.acknowledging import acknowledge, answer_question, ask_issuer
from gongzhi.work.policies.commands.requirements import (
    finish_requirement,
    issue_again,
    issue_requirement,
    plan_requirement,
    withdraw_requirement,
)
from gongzhi.work.policies.commands.sets import (
    add_paper,
    draft_set,
    draft_version,
    drop_paper,
    enact_set,
    name_paper,
    repeal_set,
)
from gongzhi.work.policies.commands.terms import define_term, enter_term, redefine_term

__all__ = [
    "acknowledge",
    "add_paper",
    "answer_question",
    "ask_issuer",
    "define_term",
    "draft_set",
    "draft_version",
    "drop_paper",
    "enact_set",
    "enter_term",
    "finish_requirement",
    "issue_again",
    "issue_requirement",
    "name_paper",
    "plan_requirement",
    "redefine_term",
    "repeal_set",
    "withdraw_requirement",
]
