"""Do speakers find their actors? `python benchmarks/speakers.py` measures it on our articles set aside, `--development` on the others; `--show` lists
what is wrong in those, by the kind of the phrase.

Each article gets a case.yaml as one who follows the matter would write it: the actors that it names, the short names and adjectives that the
corpus calls them by, and their people under the titles that they are introduced with; of phrases like "the company" it knows nothing, and a word that the
corpus also writes small ("others", "prosecutors") is no name. Then every source whose actor the annotation tells is looked up, twice: with the
annotated sources, which measures the look-up alone, and with the trained reader's statements, where a source counts that overlaps with an annotated one. A source that speaks
for a state's government must get that state. A source of its society (its press, business, judges, citizens) speaks for nobody in the record:
it is right to leave it without an actor or to give it its own country, wrong to give it any other. A source of which the article does not
tell whom it speaks for must stay without an actor.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "training"), str(ROOT / "training" / "corpus")]

import corpus_format  # noqa: E402  (the corpus is published by itself and is no package)

import documents  # noqa: E402
from detente.case import open_case  # noqa: E402
from detente.language import reader_named  # noqa: E402
from detente.language.nesting import nested  # noqa: E402
from detente.language.reader import Analysis, Attribution, Spans  # noqa: E402
from detente.language.sentences import sentence_spans  # noqa: E402
from detente.language.transcript import turn_attributions  # noqa: E402
from detente.record.actors.who import WhoIsWho  # noqa: E402
from detente.record.nouns import Statement  # noqa: E402
from detente.record.statements import statements_of  # noqa: E402
from detente.reports.report import Moment, Report  # noqa: E402
from detente.reports.turns import turns_of  # noqa: E402

SPEAK = frozenset("GOV MIL SPY COP".split())
"""Sectors that speak for their state."""
_NAME = re.compile(
    r"(?:the |The )?(?:[A-Z][\w’'.-]*)(?: (?:of|for|the|and) (?:the )?[A-Z][\w’'.-]*| [A-Z][\w’'.-]*){0,4}"
)
_WORD = re.compile(
    r"(?<![\w-])[a-z][\w-]*|(?<=[a-z,;] )[A-Z][\w-]*"
)  # with a small letter, or a capital inside a sentence
_TITLED = frozenset(
    "president senator representative rep sen judge gov general mr ms mrs dr my more ordinary everyone nobody".split()
)
_PRONOUNS = {
    "he or she": frozenset("he she him her his hers himself herself".split()),
    "it or they": frozenset("it they them its their both each".split()),
    "I, we or you": frozenset("i we you us me my our your".split()),
    "who or which": frozenset("who which that whom whose".split()),
}
_COUNTED = re.compile(
    r"(?:one|two|three|four|several|some|many|most|others?|another|a (?:second|third|fourth)|the (?:other|last|first|third|largest))\b(?: of\b|,|$)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:[eo]r|man|woman|ent|ary|ier|eral|dor|gov|sen|rep|gen|judge|justice|chief|delegate|mayor|sir|rev|chair)s?\b\.?",
    re.IGNORECASE,
)
_NOT_TITLES = frozenset("the a an its his her their some one two both mr mr. ms ms. mrs mrs. dr. dr".split())


@dataclass(frozen=True, slots=True)
class Found:
    """One source: what it should be, and what it was taken for."""

    article: str
    phrase: str
    mention: corpus_format.Mention
    actor: str | None


@dataclass(slots=True)
class Names:
    """What a reader of the corpus knows about one actor: how it is called, its people by title, its sector."""

    aliases: set[str] = field(default_factory=set)
    people: dict[str, str] = field(default_factory=dict)
    sectors: Counter[str] = field(default_factory=Counter)


def names_of(articles: Iterable[corpus_format.Article]) -> dict[str, Names]:
    """Every actor of the corpus."""
    articles = list(articles)
    words = Counter(word for article in articles for word in _WORD.findall(article.text))
    common = {word for word, count in words.items() if word.islower() and count > words[word.capitalize()]}
    known: dict[str, Names] = defaultdict(Names)
    for article in articles:
        for mention in article.mentions:
            if mention.actor is None:
                continue
            names = known[mention.actor]
            phrase = article.text[mention.span.start : mention.span.end]
            names.sectors[mention.sector] += 1
            if mention.person is None:
                names.aliases |= {n for n in _names(phrase, mention.actor) if _is_name(n, mention.actor, common)}
            else:
                title = _title(phrase, mention.person)
                if title or mention.person not in names.people:
                    names.people.setdefault(mention.person, "")
                    names.people[mention.person] = names.people[mention.person] or title
    return known


def case_of(article: corpus_format.Article, known: dict[str, Names]) -> dict[str, object]:
    """case.yaml for one article: the actors that it names, with all that is known of them."""
    here = sorted({m.actor for m in article.mentions if m.actor is not None})
    bearers = Counter(name for actor in here for name in known[actor].aliases | {actor})
    people = {m.person: m.actor for m in reversed(article.mentions) if m.person is not None and m.actor is not None}
    actors: dict[str, dict[str, object]] = {}
    for actor in here:
        names = known[actor]
        offices: dict[str, list[dict[str, str]]] = defaultdict(list)
        for person, title in sorted(names.people.items()):
            if people.get(person, actor) == actor:
                offices[title if re.search(_OFFICE, title) else "unstated"].append({"who": person})
        actors[actor] = {
            "aliases": sorted(n for n in names.aliases if bearers[n] == 1 and n not in here),
            "offices": dict(offices),
        }
        actors[actor]["sector"] = "GOV" if "GOV" in names.sectors else names.sectors.most_common(1)[0][0]
    return {"version": 1, "title": article.title, "actors": actors}


def _names(phrase: str, actor: str) -> Iterator[str]:
    """What a phrase calls an actor: a bare name whole, and its adjective inside a longer phrase."""
    phrase = re.sub(r"[’']s?$", "", phrase)
    if _NAME.fullmatch(phrase):
        yield re.sub(r"^[Tt]he ", "", phrase)
    for word, noun in re.findall(r"\b([A-Z][a-z]{3,})\b(?=( [a-z])?)", phrase):
        if word[:4] == actor[:4] and word != actor and (noun or word not in actor.split()):
            yield word


def _is_name(called: str, actor: str, common: set[str]) -> bool:
    """Whether an analyst would write it down: no person with a title, and no noun of the language unless the actor's own name ends in it."""
    words = called.split()
    if words[0].rstrip(".").lower() in _TITLED:
        return False
    return len(words) > 1 or called == actor.split()[-1] or (len(called) > 1 and called.lower() not in common)


def _title(phrase: str, person: str) -> str:
    """The title that stands before or after a name: "President", "foreign minister"; empty where it stands alone."""
    words = person.split()
    at = phrase.find(person)
    if at < 0:
        return ""
    before = [w for w in phrase[:at].split() if w.lower() not in _NOT_TITLES and "’" not in w and "'" not in w]
    if before and not any(c in phrase[:at] for c in ",;"):
        return " ".join(before)
    after = re.match(
        r",? (?:the |a |an |its |his |her |\w+[’']s )?(?!of\b)([A-Za-z][\w -]{2,40}?)(?=,| who\b| at\b| in\b| for\b| of the\b|$)",
        phrase[at + len(person) :],
    )
    return after.group(1).strip() if after and words else ""


def resolved(
    article: corpus_format.Article, analysis: Analysis, folder: Path, known: dict[str, Names]
) -> tuple[Statement, ...]:
    """The statements of an article, with its case."""
    (folder / "case.yaml").write_text(
        yaml.safe_dump(case_of(article, known), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    case = open_case(folder)
    report = Report(
        id=article.id,
        file=article.id,
        title=article.title,
        text=article.text,
        authors=(article.byline,) if article.byline else (),
        dateline=article.dateline,
        published=Moment(article.published.isoformat(), "day", "stated"),
        turns=turns_of(article.text),
    )
    return statements_of(report, analysis, WhoIsWho(case), "measured")


def _spans(spans: Iterable[corpus_format.Span]) -> Spans:
    return tuple((span.start, span.end) for span in spans)


def annotated(article: corpus_format.Article) -> Analysis:
    """The annotation as a reader would have found it."""
    found = [
        Attribution("indirect", _spans(a.source), _spans(a.cue), _spans(a.content))
        for a in article.attributions
        if a.content
    ]
    found += turn_attributions(article.text, turns(article))
    return Analysis(sentence_spans(article.text), nested(found))


def turns(article: corpus_format.Article) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """A transcript's turns."""
    return [(turn.label, turn.body) for turn in turns_of(article.text)]


def mention_of(article: corpus_format.Article, source: Spans) -> corpus_format.Mention | None:
    """The mention that is an annotated source; of a source found by a reader, the one with whose source it overlaps by half."""
    sources = {_spans(a.source)[0] for a in article.attributions if a.source}
    best, share = None, 0.5
    for mention in article.mentions:
        span = (mention.span.start, mention.span.end)
        if span not in sources:
            continue
        common = sum(max(0, min(b, span[1]) - max(a, span[0])) for a, b in source)
        whole = max(span[1], source[-1][1]) - min(span[0], source[0][0])
        if common / whole >= share:
            best, share = mention, common / whole
    return best


def measured(articles: Iterable[corpus_format.Article], reader: str | None, known: dict[str, Names]) -> Iterator[Found]:
    """Every source that has a mention; ``reader`` None reads with the annotation."""
    with tempfile.TemporaryDirectory() as folder:
        used = reader_named(reader) if reader else None
        for article in articles:
            analysis = used.read(article.text, turns(article)) if used else annotated(article)
            for statement in resolved(article, analysis, Path(folder), known):
                mention = mention_of(article, statement.source.spans) if statement.source.spans else None
                if mention is not None:
                    yield Found(article.id, statement.source.text, mention, statement.source.actor)


def judged(found: Iterable[Found], known: dict[str, Names]) -> dict[str, list[tuple[Found, bool]]]:
    """Each source with whether it is right, by what it is: of an actor, of a state's society, of nobody known."""
    rows: dict[str, list[tuple[Found, bool]]] = defaultdict(list)
    for source in found:
        wanted = source.mention.actor
        if wanted is None:
            rows["of nobody known"].append((source, source.actor is None))
        elif "GOV" in known[wanted].sectors and source.mention.sector not in SPEAK:
            rows["of a state's society"].append((source, source.actor in (None, wanted)))
        else:
            rows["of an actor"].append((source, source.actor == wanted))
    return rows


def kind_of(phrase: str) -> str:
    """What a phrase is, so that like faults stand together."""
    words = phrase.split()
    first = words[0].lower().strip(",.")
    for kind, pronouns in _PRONOUNS.items():
        if len(words) == 1 and first in pronouns:
            return kind
    if _COUNTED.match(phrase):
        return "counted out of a group"
    if first in ("his", "her", "its", "their", "my", "our", "your", "whose") or re.search(r"[’']s?\s+\w", phrase):
        return "somebody's"
    if any(word[0].isupper() for word in words[1:]) or (words[0][0].isupper() and len(words) == 1 and first[-1] != "s"):
        return "with a name"
    return "the ..." if first == "the" else "a ..., or several"


def shown(rows: dict[str, list[tuple[Found, bool]]]) -> Iterator[str]:
    """The faults, most frequent kind first."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for name, row in sorted(rows.items()):
        for source, right in row:
            if not right:
                mention = source.mention
                wanted = f"{mention.actor or '?'}/{mention.person or '?'} {mention.sector}"
                line = f"{source.article}@{mention.span.start}: {source.phrase!r} ({name}) is {wanted}, found {source.actor}"
                kinds[kind_of(source.phrase)].append(line)
    for kind, lines in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {kind}: {len(lines)} wrong"
        yield from (f"    {line}" for line in lines)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--development", action="store_true", help="the articles not set aside")
    parser.add_argument("--show", action="store_true", help="what is wrong in those, by the kind of the phrase")
    chosen = parser.parse_args()
    development = chosen.development or chosen.show
    aside = documents.set_aside()
    paths = sorted((ROOT / "training" / "corpus" / "articles").glob("*.txt"))
    articles = [corpus_format.parse(path) for path in paths if (path.stem in aside) != development]
    known = names_of(corpus_format.parse(path) for path in paths)
    for title, reader in (("annotated sources", None), ("sources found by the trained reader", "model")):
        rows = judged(measured(articles, reader, known), known)
        every = [right for row in rows.values() for _, right in row]
        cells = ", ".join(
            f"{name} {sum(r for _, r in row) / len(row):.1%} of {len(row)}" for name, row in sorted(rows.items())
        )
        print(f"{title}: {sum(every) / len(every):.1%} of {len(every)} right ({cells})")
        if chosen.show and reader is None:
            print(*shown(rows), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
