"""The worker: jobs (procrastinate), the journal's listeners and the timers, in one process of three loops."""

import asyncio
import logging
import threading
from collections.abc import Callable

log = logging.getLogger("gongzhi.worker")

TIMER_PAUSE = 15.0  # seconds between two looks at the clock
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds before a loop that failed is tried again; doubled each time


def run() -> None:
    """Until SIGTERM or SIGINT; Django is set up. Jobs under way get two seconds."""
    stop = threading.Event()
    loops = [
        threading.Thread(target=keep, args=("listeners", _listen, stop), name="listeners", daemon=True),
        threading.Thread(target=keep, args=("timers", _time, stop), name="timers", daemon=True),
    ]
    for loop in loops:
        loop.start()
    try:
        asyncio.run(_jobs())
    finally:
        stop.set()
        for loop in loops:
            loop.join(2)


async def _jobs() -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=2,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=2.0,
                delete_jobs="successful",
            )


def _listen(stop: threading.Event) -> None:
    from gongzhi.config import switchboard

    switchboard.run_forever(stop)


def _time(stop: threading.Event) -> None:
    from django.db import close_old_connections

    from gongzhi.config import timers

    while not stop.is_set():
        timers.run_due()
        close_old_connections()
        stop.wait(TIMER_PAUSE)


def keep(name: str, loop: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Run a loop until `stop`; a failure is logged and the loop tried again, later each time."""
    from django.db import connections

    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            loop(stop)
            wait = FIRST_WAIT
        except Exception:
            log.exception("%s failed; trying again in %g s", name, wait)
            connections.close_all()
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)
    connections.close_all()
