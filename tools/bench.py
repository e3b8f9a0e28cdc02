"""``make bench``: builds a database of CASES cases, loads the API, prints what was measured (docs/performance.md)."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
VAR = Path(os.environ.get("BENCH_VAR", ROOT / "var" / "bench"))
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
os.environ |= {
    "GONGZHI_VAR": str(VAR), "GONGZHI_SECRET_KEY": "only-for-this-benchmark-" + "x" * 40, "GONGZHI_HOSTS": "127.0.0.1",
    "GONGZHI_LOG": "text", "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings",
}  # fmt: skip
for name in ("GONGZHI_DEMO", "GONGZHI_DEBUG", "GONGZHI_TESTING", "DATABASE_URL"):
    os.environ.pop(name, None)

if __name__ == "__main__":
    from benchmarks.run import main

    main(cases=int(os.environ.get("CASES", "1000000")), seconds=float(os.environ.get("SECONDS", "15")))
