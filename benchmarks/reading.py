"""How much of a transcript's page is kept, beside trafilatura alone, and how fast pages are read; and copies found.

    python benchmarks/reading.py FOLDER [--every 20]

FOLDER holds pages of transcripts (.html), for instance the White House briefings of the shared data. For every page the words printed
on it (all text but scripts, the title and the heading) are compared, as a multiset, with the words that each side keeps.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

from detente.reports import Report, group, read_file

WORD = re.compile(r"\w+")


def printed_words(page: bytes) -> Counter[str]:
    """The words of a page's body, by lxml's tree rather than by the reader under test."""
    from lxml import html

    tree = html.document_fromstring(page)
    for element in tree.xpath("//script|//title|//h1|//footer|//nav"):
        element.drop_tree()
    return Counter(WORD.findall("".join(tree.itertext())))


def peer_text(page: bytes) -> str:
    """What trafilatura keeps with its settings for recall."""
    import trafilatura

    return trafilatura.extract(page.decode("utf-8", "replace"), favor_recall=True, include_comments=False) or ""


def main() -> None:
    """Reads the pages with both sides and prints what each kept."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path)
    words.add_argument("--every", type=int, default=20, help="every n-th page only")
    asked = words.parse_args()
    paths = sorted(asked.folder.glob("*.html"))[:: asked.every]
    total = ours = peers = whole = peer_whole = 0
    our_time = peer_time = 0.0
    reports: list[Report] = []
    for path in paths:
        page = path.read_bytes()
        wanted = printed_words(page)
        began = time.process_time()
        report = next(iter(read_file(path)))
        our_time += time.process_time() - began
        began = time.process_time()
        peer = peer_text(page)
        peer_time += time.process_time() - began
        kept = (wanted & Counter(WORD.findall(report.text))).total()
        peer_kept = (wanted & Counter(WORD.findall(peer))).total()
        total, ours, peers = total + wanted.total(), ours + kept, peers + peer_kept
        whole += kept >= 0.999 * wanted.total()
        peer_whole += peer_kept >= 0.999 * wanted.total()
        reports.append(report)
    turns = sum(len(report.turns) for report in reports)
    inside = sum(turn.body[1] - turn.label[0] for report in reports for turn in report.turns)
    print(f"pages {len(paths)}, words {total:,}")
    print(f"words kept: détente {ours / total:.4%}, trafilatura {peers / total:.4%}")
    print(f"pages kept whole (99.9 % of words): détente {whole}, trafilatura {peer_whole}")
    print(
        f"processor time: détente {our_time:.1f} s ({total / our_time:,.0f} words/s), trafilatura {peer_time:.1f} s, ratio {peer_time / our_time:.1f}"
    )
    print(
        f"turns {turns:,} on {sum(bool(report.turns) for report in reports)} pages, {inside / sum(len(r.text) for r in reports):.1%} of the text within turns"
    )
    began = time.process_time()
    groups = group(reports)
    doubled = sum(len(found.reports) > 1 for found in groups)
    print(f"copies: {doubled} items printed more than once, {time.process_time() - began:.1f} s")
    copies_set()


def copies_set() -> None:
    """Precision and recall on the project's own set of pairs, and over which thresholds they hold."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from detente.reports import copies
    from reports.copies_set import pairs

    chosen = copies.COPY_CONTAINMENT
    for threshold in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        copies.COPY_CONTAINMENT = threshold
        verdicts = [(copies.same_item(pair.first, pair.second), pair.judgement != "different") for pair in pairs()]
        both = sum(found and same for found, same in verdicts)
        precision, recall = both / max(1, sum(found for found, _ in verdicts)), both / sum(same for _, same in verdicts)
        mark = "  <- chosen" if threshold == chosen else ""
        print(
            f"copies set, {len(verdicts)} pairs, threshold {threshold:.2f}: precision {precision:.3f}, recall {recall:.3f}{mark}"
        )
    copies.COPY_CONTAINMENT = chosen


if __name__ == "__main__":
    main()
