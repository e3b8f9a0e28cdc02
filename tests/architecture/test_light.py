"""What a web process does not load before somebody needs it: two of them and the worker share a small machine."""

import os
import subprocess
import sys

import pytest

# The dictionary of readings alone takes 55 MB, a document's library 7 MB: loaded where something is written with them.
HEAVY = ("pypinyin", "docx", "openpyxl", "python_calamine", "playwright", "pytest")
SEEN = "import django; django.setup(); import gongzhi.config.urls, sys; print(*sorted(sys.modules))"


@pytest.mark.slow
def test_a_web_process_starts_light(tmp_path):
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings",
        "GONGZHI_TESTING": "1",
        "GONGZHI_VAR": str(tmp_path),
    }
    seen = subprocess.run(
        [sys.executable, "-c", SEEN], env=told, capture_output=True, text=True, check=True
    ).stdout.split()  # noqa: S603
    assert "gongzhi.config.api" in seen
    assert [name for name in HEAVY if name in seen] == []
