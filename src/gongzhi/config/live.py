"""Live pages: server-sent events from the journal. A small ASGI application beside the web, without Django's apps.

A page subscribes by an address that the web signed for it (``address``), so this process asks nobody's rights
and reads no session; it sends kind and id only, and the page fetches again under its own rights. The journal is
polled by cursor (ARCHITECTURE §4: no NOTIFY on the hot path).
"""

import asyncio
import json
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings")

log = logging.getLogger("gongzhi.live")

POLL = 0.5  # seconds between two looks at the journal while somebody listens
PING = 25.0  # seconds of silence after which a comment keeps proxies from closing the stream
SIGNED_FOR = 24 * 3600  # seconds an address is good for
BACKLOG = 20  # events kept for a slow listener; then it is told to fetch everything again
SALT = "gongzhi.live"
OF_DJANGO = {
    "server_side_binding",
    "assume_role",
    "isolation_level",
    "pool",
}  # options that psycopg doesn't know

READ = """
select xid, id, subject_kind, subject_id, trunk_kind, trunk_id from journal_entry
where (xid, id) > (%s, %s) and xid >= %s and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by xid, id limit 500
"""
END = """
select xid, id from journal_entry where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by xid desc, id desc limit 1
"""
NOTHING = "00000000-0000-0000-0000-000000000000"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def address(topics: Iterable[str]) -> str:
    """Where a page hears of changes of these topics: a kind (``cases.case``) or one thing (``cases.case:ID``)."""
    from django.conf import settings
    from django.core import signing

    signed = signing.dumps(sorted(topics), salt=SALT, compress=True)
    return f"{settings.LIVE_URL}/events?t={quote(signed)}"


def topics_of(query: bytes) -> list[str] | None:
    """The topics that the web signed; None for an address that is wrong or too old."""
    from django.core import signing

    try:
        return signing.loads(parse_qs(query.decode())["t"][0], salt=SALT, max_age=SIGNED_FOR)
    except (KeyError, ValueError, signing.BadSignature):
        return None


class Hub:
    """Who listens to what, and the one task that reads the journal while anybody does."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self.count = 0
        self.reader: asyncio.Task[None] | None = None

    def join(self, topics: list[str]) -> asyncio.Queue[str]:
        queue: asyncio.Queue[str] = asyncio.Queue(BACKLOG)
        for topic in topics:
            self.listeners[topic].add(queue)
        self.count += 1
        if self.reader is None or self.reader.done():
            self.reader = asyncio.create_task(self.read())
        return queue

    def leave(self, topics: list[str], queue: asyncio.Queue[str]) -> None:
        for topic in topics:
            self.listeners[topic].discard(queue)
            if not self.listeners[topic]:
                del self.listeners[topic]
        self.count -= 1

    def spread(self, kind: str, pk: str, trunk_kind: str, trunk_id: str) -> None:
        event = json.dumps({"kind": kind, "id": pk})
        topics = {kind, f"{kind}:{pk}", trunk_kind, f"{trunk_kind}:{trunk_id}"}
        for queue in set().union(*(self.listeners.get(topic, set()) for topic in topics)):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                event = "{}"  # too much to name: fetch again
            queue.put_nowait(event)

    async def read(self) -> None:
        """Until nobody listens; a lost database is waited for, and then everybody is told to fetch again."""
        while self.count:
            try:
                await self.follow()
            except Exception as failure:
                log.warning("the journal can't be read: %s", type(failure).__name__)
                await asyncio.sleep(2)

    async def follow(self) -> None:
        async with await _connect() as connection:
            row = await (await connection.execute(END)).fetchone()
            xid, last = row or (0, NOTHING)
            while self.count:
                rows = await (await connection.execute(READ, [xid, last, xid])).fetchall()
                for row in rows:
                    self.spread(*row[2:])
                xid, last = rows[-1][:2] if rows else (xid, last)
                if len(rows) < 500:
                    await asyncio.sleep(POLL)


async def _connect() -> Any:
    import psycopg
    from django.conf import settings

    at = settings.DATABASES["default"]
    options = {name: value for name, value in at.get("OPTIONS", {}).items() if name not in OF_DJANGO}
    return await psycopg.AsyncConnection.connect(
        host=at["HOST"] or None, port=at.get("PORT") or None, user=at["USER"], password=at.get("PASSWORD") or None,
        dbname=at["NAME"], autocommit=True, **options,
    )  # fmt: skip


HUB = Hub()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """``GET /events?t=...``: a stream. Anything else: 404; an address that was not signed: 403."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/healthz":
        await _answer(send, 200, b"ok")
    elif scope["path"] != "/events":
        await _answer(send, 404, b"")
    elif (topics := topics_of(scope["query_string"])) is None:
        await _answer(send, 403, b"")
    else:
        await _stream(topics, receive, send)


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _stream(topics: list[str], receive: Receive, send: Send) -> None:
    """Events until the reader leaves. No cookie is read: the signed address is the right."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", b"*"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
    queue = HUB.join(topics)
    gone = asyncio.create_task(_gone(receive))
    try:
        while not gone.done():
            text = await _next(queue, gone)
            await send({"type": "http.response.body", "body": text, "more_body": True})
    finally:
        gone.cancel()
        HUB.leave(topics, queue)


async def _gone(receive: Receive) -> None:
    """Granian's ``receive`` is awaitable but no coroutine, hence this one."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _next(queue: asyncio.Queue[str], gone: asyncio.Task[None]) -> bytes:
    event = asyncio.create_task(queue.get())
    await asyncio.wait({event, gone}, timeout=PING, return_when=asyncio.FIRST_COMPLETED)
    if event.done():
        return f"event: change\ndata: {event.result()}\n\n".encode()
    event.cancel()
    return b": ping\n\n"
