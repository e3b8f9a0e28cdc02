"""Clients of the benchmark: one thread and one kept connection each, and what they measured."""

import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Measured:
    """Seconds of each answered request, by the name of the operation; faults are counted, not hidden."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    wall: float = 0.0

    def rate(self, name: str) -> float:
        return len(self.seconds[name]) / self.wall if self.wall else 0.0

    def percentile(self, name: str, share: float) -> float:
        """Milliseconds below which ``share`` of the answers came."""
        rows = sorted(self.seconds[name])
        return rows[min(len(rows) - 1, int(share * len(rows)))] * 1000 if rows else float("nan")


class Client:
    """One person's connections to the API, with the token of whoever speaks."""

    def __init__(self, port: int, measured: Measured):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.measured = measured

    def send(self, name: str, token: str, method: str, path: str, data: object = None, key: str = "") -> dict:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        body = json.dumps(data).encode() if data is not None else None
        began = time.perf_counter()
        self.connection.request(method, f"/api/v1{path}", body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.measured.seconds[name].append(time.perf_counter() - began)
        if answer.status >= 400:
            self.measured.faults.append(f"{name} {answer.status} {content[:200]!r}")
            return {}
        return json.loads(content)


def load(port: int, clients: int, seconds: float, work: Callable[[Client, int, int], None]) -> Measured:
    """Let each of ``clients`` repeat ``work(client, number, turn)`` for ``seconds``."""
    total, lock, parts = Measured(), threading.Lock(), []
    end = time.perf_counter() + seconds

    def run(number: int) -> None:
        mine = Measured()
        client, turn = Client(port, mine), 0
        while time.perf_counter() < end:
            work(client, number, turn)
            turn += 1
        with lock:
            parts.append(mine)

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total.wall = time.perf_counter() - began
    for part in parts:
        total.faults += part.faults
        for name, rows in part.seconds.items():
            total.seconds[name] += rows
    return total
