"""The tools: targets told, locks that name no index, no path of a machine in a file."""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_make_alone_prints_the_targets():
    said = subprocess.run(
        ["make", "--no-print-directory"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    for target in ["demo", "test", "fast", "check", "bench", "lock", "vendor", "messages", "serve", "clean"]:
        assert f"make {target} " in said


def test_locks_are_hashed_and_name_no_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (PROJECT / name).read_text()
        pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[.*\])?==\S+", text, re.M)
        assert len(pins) > 30
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
        assert "index-url" not in text


def test_the_runtime_lock_is_part_of_the_whole_one():
    pins = [
        set(re.findall(r"^([A-Za-z0-9_.-]+==[^ ;\\]+)", (PROJECT / name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]
