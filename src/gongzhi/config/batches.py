"""What may be done together, list by list. One dictionary, filled at start-up (town.batches)."""

from gongzhi.town.batches.kinds import Kind
from gongzhi.work.cases.together import CASES
from gongzhi.work.tasks.together import TASKS
from gongzhi.work.whistles.together import CALLS

BATCHES: dict[str, Kind] = {kind.name: kind for kind in (CASES, TASKS, CALLS)}
