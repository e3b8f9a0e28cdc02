"""The worker: jobs (procrastinate), the journal's listeners, the timers and what was asked to be done together."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger("gongzhi.worker")

STOP_LIMIT = 3.0  # seconds
TIMER_PAUSE = 15.0  # seconds between two looks at the clock
BATCH_PAUSE = 1.0  # seconds between two looks for batches that can no longer be undone
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds before a loop that failed is tried again; doubled each time


def run() -> None:
    """Until SIGTERM or SIGINT; Django is set up. Jobs under way get two seconds."""
    stop = threading.Event()
    loops = [
        threading.Thread(target=keep, args=("listeners", _listen, stop), name="listeners", daemon=True),
        threading.Thread(target=keep, args=("timers", _time, stop), name="timers", daemon=True),
        threading.Thread(target=keep, args=("batches", _carry, stop), name="batches", daemon=True),
    ]
    for loop in loops:
        loop.start()
    try:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_jobs())
    finally:
        stop.set()
        for loop in loops:
            loop.join(2)


async def _jobs() -> None:
    from procrastinate.contrib.django import app

    me, loop = cast("asyncio.Task[Any]", asyncio.current_task()), asyncio.get_running_loop()
    connector = cast("DjangoConnector", app.connector)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _end, me)
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=2,
                fetch_job_polling_interval=2.0,
                shutdown_graceful_timeout=2.0,
                delete_jobs="successful",
                install_signal_handlers=False,
            )


def _end(jobs: asyncio.Task[Any]) -> None:
    """Stop in order, and in any case soon: with the database gone, stopping in order would wait for it."""
    last = threading.Timer(STOP_LIMIT, os._exit, (1,))
    last.daemon = True
    last.start()
    jobs.cancel()


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


def _carry(stop: threading.Event) -> None:
    from django.db import close_old_connections

    from gongzhi.town.batches import carrying

    while not stop.is_set():
        carrying.take_due()
        close_old_connections()
        stop.wait(BATCH_PAUSE)


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
