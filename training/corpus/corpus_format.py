"""The annotated corpus: its inline format, read strictly.

An article is a header (`key: value` lines), a blank line and a body with nested marks::

    [S1 ...] [Q1 ...] [C1 ...]          source, cue and content of attribution 1
    [M:Actor/Person|SECTOR ...]         a mention; `?` for an actor that cannot be known
    [E1:TYPE:status ...]                the trigger of event 1
    [A1 ...] [R1 ...]                   its actor and its recipient

All offsets are `str` indices into the *stripped* text: the body without marks and without white space at its
two ends. GUIDELINE.md says what is marked and how far; this module only says whether a file is well formed.

Run `python corpus_format.py DIR_OR_FILE...` to list every fault as `file:line: fault` and to count.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = [
    "Article",
    "Attribution",
    "Event",
    "Fault",
    "FormatError",
    "Mention",
    "Span",
    "faults",
    "main",
    "parse",
    "stripped",
]

GENRES = ("news", "analysis", "communique", "briefing", "interview", "speech", "social", "campaign")
SETTINGS = ("invented", "historical")
_SECTORS = "GOV MIL REB OPP PTY LEG JUD COP CVL MED BUS NGO IGO SPY EDU LAB REL REF UAF CRM ELI AGR"
_EVENT_TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST"
    " ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
)
SECTORS = frozenset(_SECTORS.split())
EVENT_TYPES = frozenset(_EVENT_TYPES.split())
STATUSES = frozenset({"reported", "intended", "denied", "hypothetical"})
REQUIRED = ("id", "genre", "setting", "title", "published")
OPTIONAL = ("byline", "dateline")

_MARK = re.compile(
    r"\[(?:(?P<part>[SQCAR])(?P<number>[1-9]\d*)"
    r"|M:(?P<actor>[^\[\]|/]+)(?:/(?P<person>[^\[\]|/]+))?\|(?P<sector>[A-Z]+)"
    r"|E(?P<event>[1-9]\d*):(?P<type>[A-Z]+):(?P<status>[a-z]+)) "
)
_MARK_OR_BRACKET = re.compile(r"\[[^ \[\]]*(?: [^\[\]|]*\|[A-Z]+)?|\]")
_QUOTES = "\"'“”‘’"
# A sentence end between two cues of one number: a number used twice, not a cue in two pieces.
_SENTENCE_END = re.compile(r"[a-z0-9][.?!][\"”’]?\s+[\"“‘]?[A-Z]")
_PART_NAMES = {"S": "source", "Q": "cue", "C": "content", "A": "actor", "R": "recipient"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the stripped text, `start` included, `end` excluded."""

    start: int
    end: int

    def encloses(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: the pieces of its parts in text order, and the attribution in whose content it stands."""

    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: int | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase for an actor; `actor` is None when it cannot be known, `person` when nobody is named."""

    span: Span
    actor: str | None
    person: str | None
    sector: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, with its PLOVER 2021 type and the status that the text gives it."""

    number: int
    type: str
    status: str
    trigger: tuple[Span, ...]
    actor: tuple[Span, ...]
    recipient: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the corpus: header fields, stripped text, and what is marked in it."""

    id: str
    genre: str
    setting: str
    title: str
    published: date
    byline: str | None
    dateline: str | None
    text: str
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file; printed as `file:line: what`."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


class FormatError(Exception):
    """A file of the corpus that cannot be read as it stands; `faults` holds everything found wrong."""

    def __init__(self, found: Sequence[Fault]) -> None:
        self.faults = tuple(found)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One closed mark: its tag as matched, its span and the line on which it opened."""

    tag: re.Match[str]
    span: Span
    line: int

    @property
    def part(self) -> str:
        return str(self.tag["part"] or ("E" if self.tag["event"] else "M"))

    @property
    def number(self) -> int:
        return int(self.tag["number"] or self.tag["event"] or 0)


class _Complaints:
    """Collects the faults of one file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.found: list[Fault] = []

    def add(self, line: int, what: str) -> None:
        self.found.append(Fault(self.path, line, what))


def stripped(body: str) -> str:
    """The body without its marks and without white space at its two ends, well formed or not."""
    return re.sub(r"\]", "", _MARK.sub("", body)).strip()


def parse(path: Path | str) -> Article:
    """Read one article.

    Raises FormatError, with every fault as `file:line: what`, if the file is not well formed.
    """
    article, found = _read(Path(path))
    if found or article is None:
        raise FormatError(found)
    return article


def faults(path: Path | str) -> tuple[Fault, ...]:
    """Everything wrong with one file, in the order of its lines; empty if `parse` accepts it."""
    return tuple(_read(Path(path))[1])


def _read(path: Path) -> tuple[Article | None, list[Fault]]:
    complaints = _Complaints(path)
    try:
        raw = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        complaints.add(1, f"not UTF-8 at byte {error.start}; save the file as UTF-8")
        return None, complaints.found
    except OSError as error:
        complaints.add(1, f"cannot be read: {error.strerror}; name an article or a folder of articles")
        return None, complaints.found
    head, _, body = raw.partition("\n\n")
    header = _header(head, path, complaints)
    first_line = head.count("\n") + 3
    _check_layout(body, first_line, complaints)
    if not body.strip():
        complaints.add(first_line, "no body after the header; one blank line parts the two")
    lead = len(body) - len(body.lstrip())
    text, pieces = _scan(body.strip(), first_line + body[:lead].count("\n"), complaints)
    attributions = _attributions(pieces, text, complaints)
    events = _events(pieces, text, complaints)
    article = None
    if not complaints.found:
        article = Article(
            id=header["id"],
            genre=header["genre"],
            setting=header["setting"],
            title=header["title"],
            published=date.fromisoformat(header["published"]),
            byline=header.get("byline"),
            dateline=header.get("dateline"),
            text=text,
            attributions=attributions,
            mentions=_mentions(pieces),
            events=events,
        )
    return article, sorted(complaints.found)


def _header(head: str, path: Path, complaints: _Complaints) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line, entry in enumerate(head.split("\n"), start=1):
        key, colon, value = entry.partition(":")
        if not colon or key not in REQUIRED + OPTIONAL:
            complaints.add(line, f"header line {entry[:40]!r} is none of {', '.join(REQUIRED + OPTIONAL)}")
        elif key in fields:
            complaints.add(line, f"header field {key} given twice")
        else:
            fields[key] = value.strip()
    complaints.found += [
        Fault(str(path), 1, f"header field {key} is missing") for key in REQUIRED if not fields.get(key)
    ]
    if fields.get("id", path.stem) != path.stem:
        complaints.add(1, f"id {fields['id']!r} is not the file's name {path.stem!r}")
    for key, allowed in (("genre", GENRES), ("setting", SETTINGS)):
        if key in fields and fields[key] not in allowed:
            complaints.add(1, f"{key} {fields[key]!r} is none of {', '.join(allowed)}")
    try:
        date.fromisoformat(fields.get("published", "2000-01-01"))
    except ValueError:
        complaints.add(1, f"published {fields['published']!r} is not an ISO date")
    if "[" in fields.get("title", ""):
        complaints.add(1, "the title carries a mark; headlines to be marked stand in the body")
    return fields


def _check_layout(body: str, first_line: int, complaints: _Complaints) -> None:
    blank_before = False
    for line, content in enumerate(body.rstrip().split("\n"), start=first_line):
        if content != content.strip():
            complaints.add(line, "white space at the start or end of a line")
        if "  " in content or "\t" in content:
            complaints.add(line, "two spaces or a tab inside a line")
        blank = not content.strip()
        if blank and blank_before:
            complaints.add(line, "more than one blank line between paragraphs")
        blank_before = blank


def _scan(body: str, first_line: int, complaints: _Complaints) -> tuple[str, list[_Piece]]:
    """Strip the marks from the body and return them as pieces in the order in which they open."""
    text: list[str] = []
    length = at = 0
    line = first_line
    stack: list[tuple[re.Match[str] | None, int, int]] = []
    pieces: list[_Piece] = []
    while (found := _MARK_OR_BRACKET.search(body, at)) is not None:
        plain = body[at : found.start()]
        text.append(plain)
        length += len(plain)
        line += plain.count("\n")
        if found[0] != "]":
            tag = _MARK.match(body, found.start())
            at = tag.end() if tag else found.end()
            _check_tag(tag, body[found.start() : found.start() + 24], line, complaints)
            stack.append((tag, length, line))
            continue
        at = found.end()
        if not stack:
            complaints.add(line, "a closing bracket with nothing open")
            continue
        opened, start, opened_at = stack.pop()
        if opened is not None:
            pieces.append(_Piece(opened, Span(start, length), opened_at))
    text.append(body[at:])
    for opened, _, opened_at in stack:
        complaints.add(opened_at, f"{opened[0].strip() if opened else '['} is never closed")
    joined = "".join(text)
    pieces.sort(key=lambda piece: (piece.span.start, -piece.span.end))
    for piece in pieces:
        _check_span(piece, joined, complaints)
    return joined, pieces


def _check_tag(tag: re.Match[str] | None, seen: str, line: int, complaints: _Complaints) -> None:
    if tag is None:
        complaints.add(line, f"{seen!r} opens no known mark (S1 Q1 C1 M:Actor|SECTOR E1:TYPE:status A1 R1)")
        return
    if tag["sector"] and tag["sector"] not in SECTORS:
        complaints.add(line, f"sector {tag['sector']} is none of PLOVER's")
    if tag["type"] and tag["type"] not in EVENT_TYPES:
        complaints.add(line, f"event type {tag['type']} is none of PLOVER's")
    if tag["status"] and tag["status"] not in STATUSES:
        complaints.add(line, f"status {tag['status']} is none of {', '.join(sorted(STATUSES))}")


def _check_span(piece: _Piece, text: str, complaints: _Complaints) -> None:
    words = text[piece.span.start : piece.span.end]
    name = piece.tag[0].strip()
    if not words.strip():
        complaints.add(piece.line, f"{name} holds no text")
    elif words != words.strip():
        complaints.add(piece.line, f"{name} starts or ends with white space")
    elif words[0] in ",;:." or words[-1] in ",;:":
        complaints.add(piece.line, f"{name} starts or ends with punctuation: {words[-30:]!r}")
    elif words[-1] == "." and piece.part in "SQC" and not any(mark in words for mark in _QUOTES):
        complaints.add(piece.line, f"{name} takes in the full stop: {words[-30:]!r}")
    if "\n\n" in words:
        complaints.add(piece.line, f"{name} runs over a paragraph's end; give each paragraph its own piece")


def _spans(pieces: Sequence[_Piece], part: str) -> tuple[Span, ...]:
    return tuple(piece.span for piece in pieces if piece.part == part)


def _numbered(pieces: Sequence[_Piece], parts: str) -> dict[int, list[_Piece]]:
    groups: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.part in parts:
            groups[piece.number].append(piece)
    return dict(sorted(groups.items()))


def _attributions(pieces: Sequence[_Piece], text: str, complaints: _Complaints) -> tuple[Attribution, ...]:
    groups = _numbered(pieces, "SQC")
    contents = {number: _spans(group, "C") for number, group in groups.items()}
    for number, group in groups.items():
        present = {piece.part for piece in group}
        if len(present) < 2:
            only = _PART_NAMES[present.pop()]
            complaints.add(group[0].line, f"attribution {number} has a {only} only; mark its other parts")
        for part in "SQ":
            spans = _spans(group, part)
            between = text[spans[0].end : spans[-1].start + 1] if len(spans) > 1 else ""
            if "\n\n" in between or _SENTENCE_END.search(between):
                complaints.add(group[0].line, f"attribution {number} used twice: two {_PART_NAMES[part]}s")
    return tuple(
        Attribution(
            number=number,
            source=_spans(group, "S"),
            cue=_spans(group, "Q"),
            content=contents[number],
            within=_within(number, [piece.span for piece in group], contents),
        )
        for number, group in groups.items()
    )


def _within(number: int, spans: Sequence[Span], contents: dict[int, tuple[Span, ...]]) -> int | None:
    """The attribution whose content is the smallest that encloses every one of the spans."""
    around = [
        (sum(span.end - span.start for span in content), other)
        for other, content in contents.items()
        if other != number and all(any(outer.encloses(span) for outer in content) for span in spans)
    ]
    return min(around)[1] if around else None


def _events(pieces: Sequence[_Piece], text: str, complaints: _Complaints) -> tuple[Event, ...]:
    events: list[Event] = []
    for number, group in _numbered(pieces, "EAR").items():
        triggers = [piece for piece in group if piece.part == "E"]
        if not triggers:
            complaints.add(group[0].line, f"event {number} has an actor or recipient but no trigger")
            continue
        kinds = {(piece.tag["type"], piece.tag["status"]) for piece in triggers}
        if len(kinds) > 1:
            complaints.add(group[0].line, f"event {number} used twice: two types or statuses")
        if "\n\n" in text[group[0].span.start : group[-1].span.end]:
            complaints.add(group[0].line, f"event {number} runs over a paragraph's end")
        events.append(
            Event(
                number=number,
                type=triggers[0].tag["type"],
                status=triggers[0].tag["status"],
                trigger=_spans(group, "E"),
                actor=_spans(group, "A"),
                recipient=_spans(group, "R"),
            )
        )
    return tuple(events)


def _mentions(pieces: Sequence[_Piece]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            span=piece.span,
            actor=None if piece.tag["actor"] == "?" else piece.tag["actor"],
            person=piece.tag["person"],
            sector=piece.tag["sector"],
        )
        for piece in pieces
        if piece.part == "M"
    )


def _files(arguments: Sequence[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        yield from sorted(path.glob("*.txt")) if path.is_dir() else [path]


def _table(articles: Sequence[Article]) -> str:
    lines = [f"{'genre':<12}{'articles':>9}{'words':>8}{'attrib.':>9}{'nested':>8}{'mentions':>10}{'events':>8}"]
    for genre in (*GENRES, "all"):
        chosen = [article for article in articles if genre in (article.genre, "all")]
        if not chosen:
            continue
        count: Counter[str] = Counter()
        for article in chosen:
            count["words"] += len(article.text.split())
            count["attributions"] += len(article.attributions)
            count["nested"] += sum(item.within is not None for item in article.attributions)
            count["mentions"] += len(article.mentions)
            count["events"] += len(article.events)
        lines.append(
            f"{genre:<12}{len(chosen):>9}{count['words']:>8}{count['attributions']:>9}{count['nested']:>8}"
            f"{count['mentions']:>10}{count['events']:>8}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Check the files and folders named; print each fault and a table of counts; 1 if there is any fault."""
    articles: list[Article] = []
    found: list[Fault] = []
    for path in _files(arguments or ["articles"]):
        article, wrong = _read(path)
        found += wrong
        if article is not None:
            articles.append(article)
    for fault in found:
        print(fault)
    print(_table(articles))
    print(f"{len(articles)} articles well formed, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
