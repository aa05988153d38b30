"""The notebook of the tutorial runs from the first cell to the last and shows what it holds; results show themselves as tables."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path
from typing import Any

import pytest

from detente.because import Finding, Span
from detente.notebook import MOST_ROWS, table

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial" / "from-python.ipynb"


def shown(value: object) -> dict[str, list[str]]:
    """A value as a notebook keeps it: its table where it has one, else its repr."""
    made = value._repr_html_() if hasattr(value, "_repr_html_") else None
    mime, text = ("text/plain", repr(value)) if made is None else ("text/html", made)
    return {mime: text.splitlines(keepends=True)}


def run(source: str, names: dict[str, object]) -> object:
    """Run a cell and return the value of its last line, None where that is no expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102  our own notebook
    return None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    names: dict[str, object] = {"__name__": "__main__"}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            value = run("".join(cell["source"]), names)
            output = {"data": shown(value), "execution_count": count, "metadata": {}, "output_type": "execute_result"}
            cell["execution_count"], cell["outputs"] = count, [] if value is None else [output]
    return notebook


def test_the_notebook_runs_and_shows_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    held = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    made = executed(json.loads(json.dumps(held)))
    if os.environ.get("DETENTE_GOLDEN") == "write":
        NOTEBOOK.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert made["cells"] == json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert NOTEBOOK.stat().st_size < 40_000
    tables = ["".join(output["data"]["text/html"]) for cell in made["cells"] for output in cell.get("outputs", ()) if "text/html" in output["data"]]  # fmt: skip
    assert len(tables) == 7
    assert "denies-saying" in tables[1]


def test_what_comes_from_a_report_is_escaped_in_a_table() -> None:
    words = "<script>alert(1)</script>\x07 & “so”"
    told = Finding("f", "shift.reverses", words, (Span("r", 0, 9, words, "<b>.txt"),))._repr_html_()
    assert "<script" not in told
    assert "<b>" not in told
    assert told.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; “so”") == 2


def test_a_long_table_shows_some_rows_and_counts_them_all() -> None:
    rows = [(n,) for n in range(1_000)]
    first, last = table("many", ("n",), rows), table("many", ("n",), rows, last=True)
    assert first.count("<tr>") == last.count("<tr>") == MOST_ROWS + 1
    assert "(the first 12 of 1,000)" in first
    assert "<td>999</td>" in last
    assert table("none", ("n",), []) == "<table><caption>none</caption></table>"
