"""All checks, in the order in which they fail fastest: ruff, mypy, import-linter, then the tests.

``./run test`` calls this; words after it go to pytest (``./run test tests/stability -k witness``) and then only the tests run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    [str(BIN / "ruff"), "check", "."],
    [str(BIN / "ruff"), "format", "--check", "."],
    [str(BIN / "mypy")],
    [str(BIN / "lint-imports"), "--no-cache"],
)


def main(words: list[str]) -> int:
    """Run every check; the exit status is that of the first that fails."""
    os.chdir(ROOT)
    for check in [] if words else CHECKS:
        print("::", Path(check[0]).name, *check[1:], flush=True)
        status = subprocess.call(check)
        if status:
            return status
    return subprocess.call([sys.executable, "-m", "pytest", "-q", *words])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
