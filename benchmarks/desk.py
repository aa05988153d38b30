"""How fast the desk answers: a made-up case of 200 reports and about 10,000 statements, each page asked for several times.

    python benchmarks/desk.py [--reports 200] [--statements 10000] [--rounds 5] [--keep FOLDER]

Prints, for every page, the median and the slowest time at the server in milliseconds, and the time from start to the first page.
The bar: pages under 300 ms, search under 100 ms, start under 2 s. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from starlette.testclient import TestClient

from detente.desk import desk_app
from detente.desk.files import digest_of
from detente.desk.keeper import Keeper
from detente.desk.snapshot import Snapshot

CASE = Path(__file__).resolve().parent.parent / "cases" / "iraq-2014"
SPEAKERS = ("John Kerry", "Hassan Rouhani", "Nouri al-Maliki", "Benjamin Netanyahu", "William Hague", "Marie Harf")
TOLD = (
    "{who} said that his government would not rule out talks with Tehran about Iraq in week {n}",
    "{who} said that no plan existed to coordinate military action in Iraq with Iran, as of note {n}",
    "{who} warned that air strikes before a new government would help nobody in district {n}",
    "{who} announced that up to 300 advisers would go to the Iraqi forces under order {n}",
    "{who} denied that units of the Revolutionary Guard had reached town {n}",
)


def made_case(folder: Path, reports: int, statements: int) -> None:
    """Write the case: the actors, issues and model of the bundled one, reports made up sentence by sentence."""
    (folder / "reports").mkdir(parents=True)
    for name in ("case.yaml", "conflict.yaml"):
        shutil.copy(CASE / name, folder / name)
    for path in (CASE / "reports").iterdir():
        shutil.copy(path, folder / "reports" / path.name)  # the model cites them
    each = -(-statements // reports)
    for at in range(reports):
        lines = [
            f"date: 2014-06-{10 + at % 14:02d}",
            "publisher: Made-up Wire",
            "",
            f"Report {at} of a made-up wire",
            "",
        ]
        for n in range(each):
            who = SPEAKERS[(at * 7 + n) % len(SPEAKERS)]
            lines.append(TOLD[(at + n) % len(TOLD)].format(who=who, n=at * each + n) + ".")
            if n % 4 == 3:
                lines.append("")
        (folder / "reports" / f"made-up-{at:03d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def timed(folder: Path, rounds: int) -> None:
    begun = time.perf_counter()
    app = desk_app(folder)
    keeper = app.state.keeper
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        keeper.current(1200, "record")
        print(f"record read and indexed after {time.perf_counter() - begun:.1f} s")
        keeper.current(1200, "findings")
        print(f"everything worked out after {time.perf_counter() - begun:.1f} s")
        while keeper.work.busy:
            time.sleep(0.05)
        held = keeper.current()
        print(f"{len(held.reports)} reports, {len(held.record.statements)} statements")
        report = held.reports[-1].id
        for path in (
            "/", "/reports", f"/report/{report}", "/record", "/record?q=talks+Tehran", "/record?q=%22air+strikes%22+NOT+advisers",
            "/record?actor=Iran&kind=indirect", "/record?what=events", "/positions", "/model", "/model/text", "/verdicts", "/why/1",
            "/outlook", "/brief", "/brief?for=card",
        ):  # fmt: skip
            took = []
            for _ in range(rounds):
                start = time.perf_counter()
                response = client.get(path)
                took.append((time.perf_counter() - start) * 1000)
                assert response.status_code == 200, (path, response.status_code)
            print(
                f"{path:50} median {statistics.median(took):6.0f} ms   slowest {max(took):6.0f} ms   {len(response.content):>9,} bytes"
            )
        _write(client, keeper, held)


def _write(client: TestClient, keeper: Keeper, held: Snapshot) -> None:
    """A review, from the click to the page and to the record that shows it."""
    one = held.record.statements[-1]
    page = client.get(f"/report/{one.report}").text
    fields = {name: page.split(f'name="{name}" value="', 2)[1].split('"')[0] for name in ("csrf",)}
    fields |= {"digest": digest_of(keeper.case.reviews), "statement": one.id, "do": "confirm", "then": "/"}
    start = time.perf_counter()
    assert client.post("/review", data=fields, follow_redirects=False).status_code == 303
    answered = time.perf_counter() - start
    keeper.current(600, "record")
    print(f"a review: answered after {answered:.2f} s, in the record after {time.perf_counter() - start:.2f} s")


def start_time(folder: Path) -> None:
    """From the command to the first answer, in a process of its own, with the case read before."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "detente", "desk", str(folder), "--port", "8791", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < 60:
            try:
                with urllib.request.urlopen("http://127.0.0.1:8791/", timeout=10) as answer:
                    answer.read()
                print(f"from the command to the first page: {time.perf_counter() - begun:.2f} s")
                return
            except OSError:
                time.sleep(0.02)
        print("the desk did not start within 60 s")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder in which the case is made, or used again")
    chosen = parser.parse_args()
    if chosen.keep is not None:
        if not chosen.keep.exists():
            made_case(chosen.keep, chosen.reports, chosen.statements)
        timed(chosen.keep, chosen.rounds)
        start_time(chosen.keep)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "large"
        made_case(folder, chosen.reports, chosen.statements)
        timed(folder, chosen.rounds)
        start_time(folder)


if __name__ == "__main__":
    main()
