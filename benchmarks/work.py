"""What the clients do: a whole lifecycle of eleven requests, single writes, and reads."""

import random
import time
import uuid
from collections.abc import Callable

from benchmarks.build import TEXTS
from benchmarks.clients import Client

WORDS = ["暖气", "垃圾", "电梯", "消防通道", "油烟", "坑洼", "自来水发黄", "路灯"]


class Work:
    """The operations with the crews' tokens; a client keeps to its own street."""

    def __init__(self, crews: dict, seed: int = 7):
        self.tokens, self.crews = crews["tokens"], crews["crews"]
        self.random = random.Random(seed)
        self.cases: list[str] = []
        self.told: list[tuple[str, str]] = []

    def token(self, role: str, n: int) -> str:
        return self.tokens[f"{role}{n % len(self.crews)}"]

    def report(self, client: Client, n: int, name: str = "intake") -> dict:
        crew = self.crews[n % len(self.crews)]
        data = {
            "category": "bench-lamp",
            "text": self.random.choice(TEXTS),
            "area": crew["grid"],
            "channel": "head",
        }
        case = client.send(name, self.token("grid_head", n), "POST", "/cases/", data, str(uuid.uuid4()))
        if case and len(self.told) < 2000:
            self.told.append((case["number"], case["trace_code"]))
        return case

    def intake(self, client: Client, n: int, _turn: int) -> None:
        self.report(client, n)

    def step(self, client: Client, n: int, turn: int) -> None:
        """One locked step on a case; the report it needs is counted under its own name."""
        case = self.report(client, n, "(report)") if turn % 20 == 0 else getattr(client, "case", None)
        client.case = case  # type: ignore[attr-defined]
        if case:
            client.send(
                "step",
                self.token("grid_head", n),
                "POST",
                f"/cases/{case['id']}/remark",
                {"text": "看过现场"},
                str(uuid.uuid4()),
            )

    def lifecycle(self, client: Client, n: int, _turn: int) -> None:
        """Create, raise_up twice, propose and sign to two departments, two report_in, two finish, verify, rate."""
        began = time.perf_counter()
        send, crew = client.send, self.crews[n % len(self.crews)]
        case = self.report(client, n, "report")
        if not case:
            return
        path = f"/cases/{case['id']}"
        send(
            "raise_up",
            self.token("grid_head", n),
            "POST",
            f"{path}/raise_up",
            {"reason": "修不了"},
            str(uuid.uuid4()),
        )
        send(
            "raise_up",
            self.token("community_worker", n),
            "POST",
            f"{path}/raise_up",
            {"reason": "物业不管"},
            str(uuid.uuid4()),
        )
        call = [{"organisation_id": d, "lead": i == 0} for i, d in enumerate(crew["departments"])]
        data = {"kind": "unsolved", "request": "请修复楼道灯", "call": call}
        whistle = send(
            "propose", self.token("street_clerk", n), "POST", f"{path}/propose", data, str(uuid.uuid4())
        )
        if not whistle:
            return
        signed = send(
            "sign",
            self.token("street_leader", n),
            "POST",
            f"/whistles/{whistle['id']}/sign",
            {},
            str(uuid.uuid4()),
        )
        for i, row in enumerate(signed.get("report_ins", [])):
            token = self.tokens[f"department{i}"]
            send("report_in", token, "POST", f"/report-ins/{row}/report_in", {}, str(uuid.uuid4()))
            done = {"measures": "更换灯具", "spoken_with": "住户"}
            send("finish", token, "POST", f"/report-ins/{row}/finish", done, str(uuid.uuid4()))
        send("verify", self.token("grid_head", n), "POST", f"{path}/verify", {}, str(uuid.uuid4()))
        rated = {
            "number": case["number"],
            "code": case["trace_code"],
            "contacted": True,
            "solved": True,
            "satisfaction": "good",
        }
        if (
            send("rate", self.tokens["mayor"], "POST", "/trace/rate", rated, str(uuid.uuid4())).get("stage")
            == "closed"
        ):
            client.measured.seconds["lifecycle"].append(time.perf_counter() - began)

    def reads(self) -> dict[str, Callable[[Client, int, int], None]]:
        """Each read by name: its own load."""
        return {
            "list": lambda c, n, t: c.send("list", self.token("street_clerk", n), "GET", "/cases/?limit=50"),
            "list (city)": lambda c, n, t: c.send(
                "list (city)", self.tokens["mayor"], "GET", "/cases/?limit=50"
            ),
            "search (street)": lambda c, n, t: c.send(
                "search (street)",
                self.token("street_clerk", n),
                "GET",
                f"/cases/?limit=50&q={_quoted(WORDS[t % len(WORDS)])}",
            ),
            "search (city)": lambda c, n, t: c.send(
                "search (city)",
                self.tokens["mayor"],
                "GET",
                f"/cases/?limit=50&q={_quoted(WORDS[t % len(WORDS)])}",
            ),
            "case": lambda c, n, t: c.send(
                "case", self.tokens["mayor"], "GET", f"/cases/{self.cases[(n * 131 + t) % len(self.cases)]}"
            ),
            "trace": self.trace,
            "board": lambda c, n, t: c.send("board", self.token("street_clerk", n), "GET", "/cases/board"),
        }

    def trace(self, client: Client, n: int, turn: int) -> None:
        number, code = self.told[(n * 131 + turn) % len(self.told)]
        client.send("trace", self.tokens["mayor"], "POST", "/trace/", {"number": number, "code": code})


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)
