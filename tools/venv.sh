#!/bin/sh
# The virtual environment .venv, made or brought up to date from a lock with hashes: venv.sh runtime|dev
# A stamp holds the lock's checksum; where it matches, nothing is done.
set -eu
cd "$(dirname "$0")/.."
want=${1:-dev}
lock=requirements.lock
[ "$want" = dev ] && lock=requirements-dev.lock
sum=$(cksum "$lock" tools/venv.sh | cksum)
for stamp in .venv/.stamp-dev ".venv/.stamp-$want"; do
    other=$sum
    [ "$stamp" = .venv/.stamp-dev ] && other=$(cksum requirements-dev.lock tools/venv.sh | cksum)
    [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$other" ] && exit 0
done

stop() { printf 'gongzhi: %s\n' "$1" >&2; exit 1; }

python=
for one in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$one" ] && command -v "$one" >/dev/null 2>&1 || continue
    "$one" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && python=$one && break
done
[ -n "$python" ] || stop "Python 3.11, 3.12 or 3.13 is needed. On Debian 12: apt-get install python3 python3-venv"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    stop "Python's venv module is missing. On Debian 12: apt-get install python3-venv"

[ -x .venv/bin/python ] || "$python" -m venv .venv
printf 'gongzhi: installing %s (once; a few minutes)\n' "$lock" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r "$lock" ||
    stop "the packages of $lock could not be installed; see above"

# Our own code is found by a line that names no path, so the folder may be moved and need not be ASCII.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' 'import os, sys; sys.path.insert(0, os.path.join(os.path.dirname(sys.prefix), "src"))' >"$site/gongzhi-src.pth"
printf '%s\n' '#!/bin/sh' 'exec "$(dirname "$0")/python" -m gongzhi.config.cli "$@"' >.venv/bin/gongzhi.new
chmod 755 .venv/bin/gongzhi.new
mv .venv/bin/gongzhi.new .venv/bin/gongzhi
printf '%s\n' "$sum" >".venv/.stamp-$want"
