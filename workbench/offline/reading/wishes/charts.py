"""Charts: `a monthly chart`, `a chart of expenses per month`, `charts of tasks by status`.

A phrase is read only if every word of it belongs to the form below; any other stays unread, and is
reported. So does a chart of what has no date, or of which nothing says by what it counts.
"""

from __future__ import annotations

from workbench.offline.english import singular
from workbench.offline.reading.ideas import ChartIdea, EntityIdea, FieldIdea
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.tokens import AND, Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.plan.fields import NUMERIC, FieldType
from workbench.plan.totals.model import Span
from workbench.plan.totals.operations import LETTERS, MOMENTS

_DRAWINGS = frozenset({"chart", "graph", "diagram", "statistic", "stat"})
_ADJECTIVES: dict[str, Span] = {
    "daily": "day",
    "monthly": "month",
    "yearly": "year",
    "annual": "year",
}
_BETWEEN = frozenset(
    {
        "of",
        "for",
        "per",
        "by",
        "showing",
        "shows",
        "show",
        "how",
        "many",
        "much",
        "over",
        "about",
        "grouped",
        "bar",
        "column",
        "line",
        "simple",
    }
)
_COUNTS = frozenset({"number", "count", "counts"})
_SUMS = frozenset({"total", "totals", "sum", "sums"})


def read_charts(reader: Reader) -> None:
    """Notes the charts that the request asks for, and marks the words that say so as read."""
    for run in reader.ledger.unread():
        for phrase in _each_drawn(run):
            chart = _chart(reader.result.entities, phrase)
            if chart is not None:
                reader.result.charts.append(chart)
                reader.result.assumptions.append(_told(chart))
                reader.ledger.read(phrase)


def _each_drawn(run: list[Word]) -> list[list[Word]]:
    """The run in parts, if `and` stands between charts; else the run as one part."""
    parts: list[list[Word]] = [[]]
    for word in run:
        if word.lower in AND:
            parts.append([])
        parts[-1].append(word)
    return parts if all(any(_is_drawing(word) for word in part) for part in parts) else [run]


def _chart(entities: list[EntityIdea], run: list[Word]) -> ChartIdea | None:
    """The chart that a phrase asks for; None if a word of it has no place."""
    words = [word for word in run if not vocabulary().is_neutral(word.lower)]
    drawn = [word for word in words if _is_drawing(word)]
    if not drawn:
        return None
    periods = [period for word in words if (period := _period(word.lower)) is not None]
    said = [
        word
        for word in words
        if not _is_drawing(word)
        and _period(word.lower) is None
        and word.lower not in _BETWEEN
        and word.lower not in vocabulary().quantifier
    ]
    counts = any(word.lower in _COUNTS for word in said)
    sums = any(word.lower in _SUMS for word in said)
    named = [word for word in said if word.lower not in _COUNTS | _SUMS]
    if len(set(periods)) > 1 or (counts and sums):
        return None
    period = periods[0] if periods else None
    for entity in entities:
        fields = _named_fields(entity, named)
        by = None if fields is None else _grouping(entity, fields, period)
        if fields is None or by is None:
            continue
        added = [f for f in fields if f.type in NUMERIC]
        if not added and not counts and (period is not None or sums):
            added = [f for f in entity.fields if _is_amount(f)][:1]
        if len(added) <= 1 and not (sums and not added) and not (counts and added):
            return ChartIdea(entity, by, period, added[0] if added else None)
    return None


def _is_drawing(word: Word) -> bool:
    return singular(word.lower) in _DRAWINGS


def _period(word: str) -> Span | None:
    return _ADJECTIVES.get(word) or next((p for p in LETTERS if word in (p, p + "s")), None)


def _named_fields(entity: EntityIdea, words: list[Word]) -> list[FieldIdea] | None:
    """The fields of the entity that the words name; None if a word names nothing of it."""
    found: list[FieldIdea] = []
    rest = list(words)
    while rest:
        if key_of(rest[: len(entity.words.split())]) == entity.words:
            rest = rest[len(entity.words.split()) :]
            continue
        field = next((f for f in entity.fields if _calls(f, rest)), None)
        if field is None:
            return None
        found.append(field)
        rest = rest[len(_said_words(field)) :]
    return found


def _calls(field: FieldIdea, words: list[Word]) -> bool:
    name = _said_words(field)
    said = [word.lower for word in words[: len(name)]]
    return said == name or (len(said) == len(name) and [*said[:-1], singular(said[-1])] == name)


def _said_words(field: FieldIdea) -> list[str]:
    """The words of a field's label that mean something: `spent` of `spent on`."""
    words = field.label.lower().split()
    return [word for word in words if not vocabulary().is_neutral(word)] or words


def _grouping(entity: EntityIdea, named: list[FieldIdea], period: Span | None) -> FieldIdea | None:
    """The field by which records are counted together; None if there is none, or several."""
    if period is None:
        listed = [field for field in named if field.type is FieldType.ENUM]
        return listed[0] if len(listed) == 1 else None
    if any(field.type is FieldType.ENUM for field in named):
        return None
    dates = [field for field in named if field.type in MOMENTS]
    dates = dates or sorted(
        (field for field in entity.fields if field.type in MOMENTS), key=lambda f: f.optional
    )
    return dates[0] if dates else None


def _is_amount(field: FieldIdea) -> bool:
    """True for an amount, and not for a mark between two limits."""
    return field.type is FieldType.NUMBER and field.high is None


def _told(chart: ChartIdea) -> str:
    added, by = chart.added, chart.by.label.lower()
    many = chart.entity.many.lower()
    what = f"the {added.label.lower()} of {many}, added up" if added else f"the number of {many}"
    where = f"each {chart.per} of “{by}” that has any" if chart.per else f"each {by} that has any"
    return f"The chart shows {what}, for {where}."
