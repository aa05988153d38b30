"""How large an input may be before it is refused with a line, and why each bound stands where it does.

The longest of 1,684 real press briefings has 150,000 characters on a page of 250 kB; the bounds leave two orders of magnitude.
"""

from __future__ import annotations

from typing import Final

from detente.errors import ReportRefused

__all__ = [
    "FEED_BYTES",
    "JUDGED_CHARS",
    "LINE_CHARS",
    "PAGE_BYTES",
    "PAPER_BYTES",
    "PAPER_PAGES",
    "SKIPPED_BYTES",
    "TEXT_CHARS",
    "UNPACKED_RATIO",
    "check_size",
]

MIB: Final = 1 << 20

PAGE_BYTES: Final = 64 * MIB
"""One page, text or JSON item, packed or unpacked; also one record of an archive."""

FEED_BYTES: Final = 256 * MIB
"""One feed or NewsML message with many items (it is held in memory once)."""

PAPER_BYTES: Final = 256 * MIB
"""One PDF or DOCX file; scans make papers far larger than their text."""

PAPER_PAGES: Final = 5_000
"""Pages of one PDF that are read."""

TEXT_CHARS: Final = 8_000_000
"""The cleaned text of one report: about 1.3 million words, more than any single item has."""

LINE_CHARS: Final = 1_000_000
"""One line of a text file or one paragraph: a million characters are not a paragraph but a dump."""

JUDGED_CHARS: Final = 2_000_000
"""Pages above this are not shown to trafilatura, whose passes over the tree cost seconds there."""

UNPACKED_RATIO: Final = 200
"""Packed input may grow by this factor above one MiB (text packs 3 to 10 times, a zip bomb over 1,000 times)."""

SKIPPED_BYTES: Final = 1024 * MIB
"""What is unpacked of one oversized archive record in order to get past it, before the rest of the archive is given up."""


def check_size(longest: int, letters: int, where: str) -> None:
    """Raises ReportRefused where a text of ``letters`` characters, its longest line of ``longest``, is no single report."""
    if longest > LINE_CHARS:
        raise ReportRefused(
            f"a paragraph of more than {LINE_CHARS:,} characters is no report",
            where=where,
            found=f"{longest:,} characters",
            mend="break it into paragraphs, or leave the file out",
        )
    if letters > TEXT_CHARS:
        raise ReportRefused(
            f"a report of more than {TEXT_CHARS:,} characters is no single item",
            where=where,
            found=f"{letters:,} characters",
            mend="split it into its items",
        )
