"""The verbs of enforcement, by topic (decision 0004)."""

from gongzhi.work.enforcement.commands.deciding import (
    change_officers,
    conclude,
    decide,
    drop,
    extend,
    transfer,
)
from gongzhi.work.enforcement.commands.filing import (
    gather,
    hear,
    name_party,
    open_clue,
    open_file,
    review,
    tell,
)
from gongzhi.work.enforcement.commands.keeping import press, purge, reveal
from gongzhi.work.enforcement.commands.powers import (
    assess,
    bring_into_force,
    draft_power,
    give_opinion,
    review_power,
    take_back,
)
from gongzhi.work.enforcement.commands.squads import (
    enrol_officer,
    leave_squad,
    renew_certificate,
    set_up_squad,
)

__all__ = [
    "assess", "bring_into_force", "change_officers", "conclude", "decide", "draft_power", "drop", "enrol_officer",
    "extend", "gather", "give_opinion", "hear", "leave_squad", "name_party", "open_clue", "open_file", "press",
    "purge", "renew_certificate", "reveal", "review", "review_power", "set_up_squad", "take_back", "tell", "transfer",
]  # fmt: skip
