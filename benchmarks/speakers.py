"""Do speakers find their actors? `python benchmarks/speakers.py` measures it on our articles set aside (`--development` on the others).

Each article gets a case.yaml as one who follows the matter would write it: the actors that it names, the short names and adjectives that the
corpus calls them by, and their people under the titles that they are introduced with; of phrases like "the company" it knows nothing. Then every source whose actor the annotation tells is looked up, twice: with the
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
from detente.record.nouns import Statement  # noqa: E402
from detente.record.statements import statements_of  # noqa: E402
from detente.record.who import WhoIsWho  # noqa: E402
from detente.reports.report import Report  # noqa: E402
from detente.reports.turns import turns_of  # noqa: E402

SPEAK = frozenset("GOV MIL SPY COP".split())
"""Sectors that speak for their state."""
_NAME = re.compile(
    r"(?:the |The )?(?:[A-Z][\w’'.-]*)(?: (?:of|for|the|and) (?:the )?[A-Z][\w’'.-]*| [A-Z][\w’'.-]*){0,4}"
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
    known: dict[str, Names] = defaultdict(Names)
    for article in articles:
        for mention in article.mentions:
            if mention.actor is None:
                continue
            names = known[mention.actor]
            phrase = article.text[mention.span.start : mention.span.end]
            names.sectors[mention.sector] += 1
            if mention.person is None:
                names.aliases |= {
                    n for n in _names(phrase, mention.actor) if f" {n.split()[-1].lower()}" not in article.text
                }
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
                offices[title or "member"].append({"who": person})
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
    for word in re.findall(r"[A-Z][a-z]{3,}", phrase):
        if word != actor and word[:4] == actor[:4]:
            yield word


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


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--development", action="store_true", help="the articles not set aside, and what is wrong in them"
    )
    chosen = parser.parse_args()
    aside = documents.set_aside()
    paths = sorted((ROOT / "training" / "corpus" / "articles").glob("*.txt"))
    articles = [corpus_format.parse(path) for path in paths if (path.stem in aside) != chosen.development]
    known = names_of(corpus_format.parse(path) for path in paths)
    for title, reader in (("annotated sources", None), ("sources found by the trained reader", "model")):
        rows = judged(measured(articles, reader, known), known)
        every = [right for row in rows.values() for _, right in row]
        cells = ", ".join(
            f"{name} {sum(r for _, r in row) / len(row):.1%} of {len(row)}" for name, row in sorted(rows.items())
        )
        print(f"{title}: {sum(every) / len(every):.1%} of {len(every)} right ({cells})")
        if chosen.development and reader is None:
            for name, row in sorted(rows.items()):
                for source, right in row:
                    if not right:
                        print(
                            f"  {name}: {source.article}: {source.phrase!r} is {source.mention.actor}/{source.mention.person}|{source.mention.sector}, found {source.actor}"
                        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
