"""``python -m gongzhi.config.cli``: the command where its script is not installed, and for our own children."""

import sys

from gongzhi.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
