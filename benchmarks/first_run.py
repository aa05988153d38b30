"""How long a newcomer waits: start-up of the commands, and the bundled case from reports to brief.

    python benchmarks/first_run.py

Each command is a process of its own, the best and the median of seven are printed; the case is read anew each time.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def timed(command: list[str], cwd: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, words in (
            ("--version", ["--version"]),
            ("--help", ["--help"]),
            ("solve chicken", ["solve", str(ROOT / "cases/catalogue/chicken.yaml")]),
        ):
            times = [timed([sys.executable, str(ROOT / "run"), *words], home) for _ in range(RUNS)]
            print(f"./run {name:<16} best {min(times):.2f} s, median {statistics.median(times):.2f} s")
        times = []
        for _ in range(RUNS):
            case = home / "iraq-2014"
            shutil.rmtree(case, ignore_errors=True)
            shutil.copytree(ROOT / "cases/iraq-2014", case, ignore=shutil.ignore_patterns(".detente", "brief*"))
            times.append(timed([sys.executable, str(ROOT / "run"), "brief", str(case)], home))
        print(f"the bundled case, reports to brief: best {min(times):.2f} s, median {statistics.median(times):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
