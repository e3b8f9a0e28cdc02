"""A small real SMTP server for tests, in a thread of its own: listens, takes messages, and fails when it is told to."""

import asyncio
import email
import threading
from contextlib import suppress
from email.message import Message
from email.policy import default


class Server:
    """``with Server() as server``: what came in is in ``letters``; ``port`` stays the same when it starts again.

    ``fail`` is a list of what to do wrong next, one at a time: ``data`` (451 after the message), ``rcpt`` (550 for the
    address), ``mail`` (421 to everybody), ``silent`` (takes the whole message and hangs up without a word),
    ``broken`` (hangs up before it has the message).
    """

    def __init__(self, *, starttls: bool = False) -> None:
        self.letters: list[tuple[str, Message]] = []
        self.fail: list[str] = []
        self.said: list[str] = []
        self.port = 0
        self.starttls = starttls
        self.lock = threading.Lock()
        self.arrived = threading.Condition(self.lock)

    def __enter__(self) -> "Server":
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        assert ready.wait(10)
        return self

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        start = asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.server = self.loop.run_until_complete(start)
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        self.server.close()
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    def __exit__(self, *_wrong: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def wait_for(self, count: int, seconds: float = 20) -> None:
        """Until so many letters have arrived."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.letters) >= count, seconds), len(self.letters)

    def _next_fault(self, *kinds: str) -> str:
        if self.fail and self.fail[0] in kinds:
            return self.fail.pop(0)
        return ""

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._dialogue(reader, writer)
        writer.close()

    async def _dialogue(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        await say("220 test")
        to = ""
        while line := (await reader.readline()).decode().strip():
            self.said.append(line)
            word = line.split()[0].upper()
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
            if word == "DATA":
                if self._next_fault("broken") or not await self._message(reader, say, to):
                    return
            else:
                await say(self._answer(word))

    def _answer(self, word: str) -> str:
        if word in ("EHLO", "HELO") and self.starttls:
            return "250-test\r\n250 STARTTLS"
        if word == "MAIL" and self._next_fault("mail"):
            return "421 busy"
        if word == "RCPT" and self._next_fault("rcpt"):
            return "550 no such user"
        return "221 bye" if word == "QUIT" else "250 ok"

    async def _message(self, reader: asyncio.StreamReader, say, to: str) -> bool:
        await say("354 go on")
        text = await reader.readuntil(b"\r\n.\r\n")
        if self._next_fault("data"):
            await say("451 later")
            return True
        message = email.message_from_bytes(text[:-5].replace(b"\r\n..", b"\r\n."), policy=default)
        with self.arrived:
            self.letters.append((to, message))
            self.arrived.notify_all()
        if self._next_fault("silent"):
            return False
        await say("250 taken")
        return True


def words(message: Message) -> str:
    """What a reader sees."""
    return message.get_content()
