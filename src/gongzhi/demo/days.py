"""Thirty days of the demo city's life: stories begin by seed, go on at their own moments, and the clock is held.

Nothing is written but by the rooms' own commands; every hour the clock's timers and the journal's listeners run.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from gongzhi.demo import filings, gate, policies, secretary_projects, street_powers
from gongzhi.demo.life import Life
from gongzhi.demo.stories import ORDINARY, matter_of_history, tidied
from gongzhi.demo.today import TODAY
from gongzhi.demo.whistled import WHISTLED
from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.notices.commands import seen
from gongzhi.town.notices.models import Notice

Way = Iterator[datetime]
Story = Callable[[Life], Way]
HOUR = timedelta(hours=1)
READ_BEFORE = timedelta(hours=14)
NEW = {"small": 70, "default": 330, "city": 330}  # stories that begin within the thirty days
HISTORY = {"small": 4, "default": 25, "city": 25}
#: How the reports of a day lie over its hours: people wake, notice, come home.
HOURS = (1, 0, 0, 0, 1, 2, 5, 8, 10, 9, 8, 7, 5, 6, 6, 6, 7, 8, 10, 9, 7, 5, 3, 2)
ROOMS: dict[str, Any] = {
    "gate": gate.STORIES, "powers": street_powers.STORIES, "filings": filings.STORIES, "policies": policies.STORIES,
    "projects": secretary_projects.STORIES,
}  # fmt: skip


def live(
    scale: str, streets: Sequence[AreaCard], say: Callable[[int, int, str], object], *,
    hear: Callable[[], object], tick: Callable[[], object], span: timedelta,
) -> Life:  # fmt: skip
    """Live from ``span`` ago until now; returns the life, with what was stopped in it."""
    end = clock.now()
    life = Life(streets, end)
    play = Play(life, hear, tick)
    for number in range(HISTORY[scale]):
        play.begin(end - span + timedelta(seconds=number), _history(life, number), "history")
    for moment, story in beginnings(life, NEW[scale], end - span, end):
        play.begin(moment, story(life), story.__name__)
    for hours, story in TODAY:
        play.begin(
            end - timedelta(hours=hours), story(life), f"today {getattr(story, 'func', story).__name__}"
        )
    for room, stories in ROOMS.items():
        for days, told in stories:
            play.begin(end - timedelta(days=days), told(life), f"{room} {told.__name__}")
    play.begin(end - span, tidied(life), "tidied")
    play.run(end - span, end, say)
    _read_notices(end - READ_BEFORE)
    return life


def _read_notices(before: datetime) -> None:
    """People have read what came before yesterday."""
    rows = (
        Notice.objects.filter(made_at__lt=before, seen_at=None)
        .order_by("user_id", "id")
        .values_list("user_id", "id")
    )
    for user, group in itertools.groupby(rows, key=lambda row: row[0]):
        seen(user, [one for _user, one in group])


def _history(life: Life, number: int) -> Way:
    matter_of_history(life, number)
    yield from ()


def beginnings(life: Life, count: int, start: datetime, end: datetime) -> list[tuple[datetime, Story]]:
    """When each story begins: every kind at least once early enough to end, the others by weight over the days."""
    weights = {**ORDINARY, **WHISTLED}
    stories = [
        *weights,
        *life.chance.choices(list(weights), list(weights.values()), k=max(0, count - len(weights))),
    ]
    days = (end - start).total_seconds() / 86400
    made: list[tuple[datetime, Story]] = []
    for n, story in enumerate(stories):
        share = life.chance.uniform(0.05, 0.45) if n < len(weights) else life.chance.random()
        made.append((_moment(life, start + timedelta(days=days * share), start, end), story))
    return made


def _moment(life: Life, day: datetime, start: datetime, end: datetime) -> datetime:
    """An hour of that day, by how people live."""
    hour = life.chance.choices(range(24), HOURS)[0]
    moment = clock.local(day).replace(
        hour=hour, minute=life.chance.randint(0, 59), second=life.chance.randint(0, 59)
    )
    return min(max(moment, start + HOUR), end - timedelta(minutes=5))


class Play:
    """The stories under way, the earliest first."""

    def __init__(self, life: Life, hear: Callable[[], object], tick: Callable[[], object]) -> None:
        self.life, self.hear, self.tick = life, hear, tick
        self._queue: list[tuple[datetime, int, Way, str]] = []
        self._numbers = itertools.count()

    def begin(self, moment: datetime, way: Way, name: str) -> None:
        heapq.heappush(self._queue, (moment, next(self._numbers), way, name))

    def run(self, start: datetime, end: datetime, say: Callable[[int, int, str], object]) -> None:
        """Hour by hour: what is due in it, then the timers and the listeners."""
        hours = int((end - start) / HOUR) + 1
        for number in range(hours):
            until = min(start + HOUR * (number + 1), end)
            moved = self._until(until)
            with clock.at(until):
                self.tick()
                if moved or number % 24 == 0:
                    self.hear()
            if number % 24 == 0 or number == hours - 1:
                say(number + 1, hours, f"第{number // 24 + 1}天 day {number // 24 + 1}")
        with clock.at(end):
            self.hear()

    def _until(self, until: datetime) -> int:
        moved = 0
        while self._queue and self._queue[0][0] <= until:
            moment, _number, way, name = heapq.heappop(self._queue)
            moved += 1
            self._go_on(moment, way, name)
        return moved

    def _go_on(self, moment: datetime, way: Way, name: str) -> None:
        """One leg of a story. What a rule forbids ends it, and is kept to be looked at."""
        try:
            with clock.at(moment):
                later: Any = next(way, None)
        except Stopped as stop:
            self.life.stopped.append((name, f"{type(stop).__name__}: {stop.message}"))
            return
        if later is not None:
            self.begin(max(later, moment), way, name)
