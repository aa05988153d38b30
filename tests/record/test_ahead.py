"""Several reports read at once come out as if they had been read one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.language import reader_named
from detente.record.ahead import in_order
from detente.record.events import events_of
from detente.record.reading import FileReader, Reading


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_results_come_in_the_order_of_the_items_whoever_is_done_first(at_once: int) -> None:
    later = threading.Event()

    def work(item: int) -> int:
        if item == 1 and at_once > 1:
            assert later.wait(30), "the item after it is worked on meanwhile"
        if item == 2:
            later.set()
        return item * item

    assert list(in_order(work, range(9), at_once)) == [n * n for n in range(9)]


def test_items_are_asked_for_only_a_few_ahead_of_what_is_taken() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1_000):
            asked.append(number)
            yield number

    results = in_order(str, items(), 2)
    for _ in range(10):
        next(results)
    assert len(asked) <= 15


def test_a_fault_is_raised_when_its_turn_comes() -> None:
    results = in_order(lambda number: 12 // number, [3, 2, 0, 1], 2)
    assert [next(results), next(results)] == [4, 6]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_files_read_at_once_give_what_each_gives_alone(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_text(
            f"The minister of Norland said on Monday that {number} ships had left the port.\n\n"
            '"We will go on," she added. Iran denied it.\n' * (number + 1),
            encoding="utf-8",
        )
    missing = tmp_path / "missing.txt"
    together = list(FileReader(reader_named(), events_of).read([*paths[:3], missing, *paths[3:]]))
    assert [path.name for path, _ in together] == ["0.txt", "1.txt", "2.txt", "missing.txt", "3.txt", "4.txt", "5.txt"]
    assert "has to be a file" in str(together[3][1])
    alone = [next(FileReader(reader_named(), events_of).read([path]))[1] for path in paths]
    found = [reading for _, reading in together if isinstance(reading, Reading)]
    assert [reading.as_json() for reading in found] == [r.as_json() for r in alone if isinstance(r, Reading)]
