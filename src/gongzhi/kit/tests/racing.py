"""Two people at once, with real threads: for the races of every room."""

import threading

from django.db import connections

from gongzhi.kit.flow import Stopped


def at_once(*steps):
    """Run the steps together; what each gave or was stopped by, in their order."""
    gate, results = threading.Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        try:
            gate.wait(10)
            results[place] = step()
        except Stopped as stop:
            results[place] = stop
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, step)) for i, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def stopped(results):
    """Those that were told no."""
    return [one for one in results if isinstance(one, Stopped)]
