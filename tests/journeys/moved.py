"""The clock of a journey: one moment for the test and for every thread of the served system."""

from datetime import UTC, datetime, timedelta


class EveryThread:
    """Stands for the clock's context variable: what is set holds in all threads, until it is moved on."""

    def __init__(self, moment: datetime):
        self.moment: datetime | None = moment.astimezone(UTC)

    def get(self) -> datetime | None:
        return self.moment

    def set(self, moment: datetime) -> datetime | None:
        before, self.moment = self.moment, moment
        return before

    def reset(self, before: datetime | None) -> None:
        self.moment = before

    def to(self, moment: datetime) -> None:
        """It is ``moment`` now."""
        self.moment = moment.astimezone(UTC)

    def on(self, **more: float) -> None:
        """Time passes: ``on(hours=2)``."""
        assert self.moment is not None
        self.moment += timedelta(**more)
