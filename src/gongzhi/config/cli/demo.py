"""``demo``: the living demo city, built once through the rooms' own commands, then served."""

import argparse
import os

from gongzhi.config.cli.words import Commands, Failed, command, progress_bar, say, tell
from gongzhi.config.ground import lock, places
from gongzhi.config.ground.house import choose_settings, open_house, prepare_folders

ALREADY = "the demo city is here already; its data is kept"
SCALES = ("small", "default", "city")


def add(commands: Commands) -> None:
    demo = command(
        commands, "demo", run_demo, "build the demo city if it is not there yet, and serve it 演示城市"
    )
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    demo.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default: PORT or 8000"
    )
    scale = os.environ.get("DEMO") or "default"
    demo.add_argument("--scale", choices=SCALES, default=scale, help="default: DEMO or 'default'")
    demo.add_argument("--fresh", action="store_true", help="throw the present demo city away first")
    demo.add_argument("--build", action="store_true", help="only build (the database runs and is migrated)")


def run_demo(arguments: argparse.Namespace) -> None:
    os.environ["GONGZHI_DEMO"] = "1"
    choose_settings()
    prepare_folders()
    if arguments.build:
        build(arguments.scale)
        return
    if arguments.fresh:
        forget()
    from gongzhi.config.ground.up import House

    there = places.is_embedded() and places.demo_flag().exists()
    steps = [] if there else ["demo", "--build", "--scale", arguments.scale]
    if there:
        tell(ALREADY)
    House(arguments.host, arguments.port, tell, before_serving=steps, welcome=greet).run()


def build(scale: str) -> None:
    """Build into an empty database. An unfinished build is told from a finished one by its mark."""
    with open_house():
        from gongzhi.config.ground import marks

        known = marks.marks()
        if "production" in known:
            raise Failed("This database has served in production: the demo city is not built into it.")
        if "demo" in known:
            tell(ALREADY)
            return
        if "demo-unfinished" in known:
            raise Failed("An earlier build was broken off: run 'gongzhi demo --fresh' to start again.")
        marks.mark("demo-unfinished")
        _build(scale)
        marks.mark("demo")
        marks.unmark("demo-unfinished")
        places.demo_flag().touch()


def _build(scale: str) -> None:
    from gongzhi.config import switchboard, timers
    from gongzhi.demo import city

    with progress_bar("演示城市 building the demo city") as progress:
        city.build(scale, progress, hear=switchboard.drain, tick=timers.run_due)


def greet(address: str) -> None:
    """The address, a login for each role and the key of the API: all public, and good for the demo only."""
    from gongzhi.demo.logins import KEY, PASSWORD, logins

    say()
    say(f"  Gongzhi 共治 · demo city 演示城市: {address}")
    say(f"  password of every account 口令: {PASSWORD}    API key: {KEY}    API: {address}api/docs")
    say("  divisions down to the community are real; all else is invented 社区以上是真实区划，其余全部虚构")
    for username, words in logins():
        say(f"    {username:14} {words}")
    say("  Ctrl-C stops it. 按 Ctrl-C 停止。")


def forget() -> None:
    """Throw the embedded demo city away: its databases, files and keys. A database of your own is not touched."""
    import shutil

    from gongzhi.config.ground.postgres import CITY, KEYS, serving

    if not places.is_embedded():
        raise Failed("--fresh only throws away the embedded database; empty your own by your own means.")
    if lock.held(places.up_lock()):
        raise Failed("Gongzhi is running here: stop it first.")
    folder = places.embedded_folder()
    if not (folder / "PG_VERSION").exists():
        return
    if not places.demo_flag().exists() and not _unfinished():
        raise Failed(f"The data in {places.var()} is not the demo's: it is not thrown away.")
    with serving(folder) as server, server.connect() as connection:
        for name in (CITY, KEYS):
            connection.execute(f"drop database {name} with (force)")
    for name in ("files", "keys"):
        shutil.rmtree(places.var() / name, ignore_errors=True)
    places.demo_flag().unlink(missing_ok=True)


def _unfinished() -> bool:
    from gongzhi.config.ground.postgres import CITY, serving

    with serving(places.embedded_folder()) as server, server.connect(CITY) as connection:
        if connection.execute("select to_regclass('gongzhi_mark')").fetchone() == (None,):
            return True
        names = {row[0] for row in connection.execute("select name from gongzhi_mark")}
        return "production" not in names
