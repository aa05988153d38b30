"""Free text without labels, for self-training: weblogs and newsgroups of EWT, and White House press briefings."""

from __future__ import annotations

import gzip
import html
import random
import re
import tarfile
from pathlib import Path

from documents import Document

__all__ = ["briefings", "weblogs"]


def weblogs(path: Path) -> list[Document]:
    """The weblog and newsgroup documents of EWT's training file, put together from their sentences."""
    texts: dict[str, str] = {}
    name, gap = "", ""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                name, gap = line[14:].strip(), ""
            elif line.startswith("# newpar"):
                gap = "\n\n" if texts.get(name) else ""
            elif line.startswith("# text = ") and name.startswith(("weblog", "newsgroup")):
                texts[name] = texts.get(name, "") + gap + line[9:].strip()
                gap = " "
    return [Document(f"ewt-{name}", "weblog", text, ()) for name, text in sorted(texts.items())]


def briefings(archive: Path, count: int, words: int, seed: int) -> list[Document]:
    """A stretch of about `words` words from the middle of each of `count` briefings, drawn with `seed`."""
    with tarfile.open(archive, "r:xz") as packed:
        pages = {m.name: packed.extractfile(m).read() for m in packed if m.isfile() and m.name.endswith(".html")}  # type: ignore[union-attr]
    chosen = random.Random(seed).sample(sorted(pages), count)
    found = []
    for name in chosen:
        lines = _lines(pages[name].decode("utf-8"))
        start, taken, size = len(lines) // 3, [], 0
        for line in lines[start:]:
            taken.append(line)
            size += len(line.split())
            if size >= words:
                break
        found.append(Document(f"briefing-{Path(name).stem}", "briefing", "\n\n".join(taken), ()))
    return found


def _lines(page: str) -> list[str]:
    body = page.partition("<body>")[2]
    text = html.unescape(re.sub(r"<(?!br|/p|/div|/h1)[^>]*>", "", body))
    lines = re.split(r"<[^>]*>", text)
    joined = (re.sub(r"[\s\u00a0]+", " ", line).strip() for line in lines)
    return [line for line in joined if line]
