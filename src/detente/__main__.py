"""``python -m detente`` and the ``detente`` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run one command and return its exit status. ``--version`` alone loads nothing else."""
    if sys.argv[1:] == ["--version"]:
        from detente.version import __version__

        sys.stdout.write(f"detente {__version__}\n")
        return 0
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: more threads only wait for one another
    from detente.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
