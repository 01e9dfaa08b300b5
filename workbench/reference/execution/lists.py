"""Lists: search, filters, order, pages and totals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from workbench.plan.conventions.lists import searched_fields, sort_fields
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.pointers import placed
from workbench.plan.system import Binding
from workbench.reference.execution import wire
from workbench.reference.execution.ordering import newest_first, sorted_by
from workbench.reference.execution.outcomes import Outcome, answered
from workbench.reference.execution.records import shown
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import Among, Open, RecordId, Undecided, Value, symbol_in
from workbench.reference.execution.wire import Fault
from workbench.reference.execution.writes import Call, parents_in_path

_REFERENCES = (FieldType.REF, FieldType.REFS)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_PLAIN_WHOLE = re.compile(r"0|-?[1-9]\d*", re.ASCII)


def read_list(call: Call, state: State) -> Iterator[Outcome]:
    """The outcome of a list."""
    binding = call.purpose.binding
    assert binding is not None
    above, missing = parents_in_path(call, state)
    faults = [*missing, *_query_faults(call, binding)]
    if call.faults or faults:
        yield call.refused(state, *faults)
        return
    caller = call.caller(state)
    matching = [
        record
        for record in state.table(call.entity.name).values()
        if all(record.values.get(name) == value for name, value in above.items())
        and caller.sees(record)
        and _is_wanted(call, binding, record)
    ]
    groups = _ordered(call, binding, matching, state)
    page = _page(call, binding, groups, len(matching))

    def tree(record: Record) -> Value:
        return shown(call.plan, call.entity, record, state, binding.id_out)

    items = [
        tree(group[0]) if len(group) == 1 else Among(tuple(map(tree, group)), whole)
        for group, whole in page
    ]
    yield _listing(call, state, binding, items, len(matching))


def _listing(call: Call, state: State, binding: Binding, items: list[Value], total: int) -> Outcome:
    body: Value = items
    headers: dict[str, str] = {}
    if binding.items:
        body = placed([(binding.items, items)])
    if binding.total.startswith("/"):
        body = placed([(binding.items, items), (binding.total, total)])
    elif binding.total:
        headers = {binding.total: f"^{total}$"}
    return answered(state, call.purpose.operation, body, headers)


# -- which records --------------------------------------------------------------------------------


def _is_wanted(call: Call, binding: Binding, record: Record) -> bool:
    """True if a record passes every filter and the search."""
    query = call.request.query
    for parameter, name in binding.filters.items():
        if parameter in query and not _is_held(
            call.entity.field(name), record.values.get(name), query[parameter]
        ):
            return False
    text = query.get(binding.search or "")
    if binding.search is None or text is None:
        return True
    held = [record.values.get(field.name) for field in searched_fields(call.entity)]
    texts = [
        str(one)
        for value in held
        for one in (value if isinstance(value, list) else [value])
        if one is not None and not isinstance(one, Open)
    ]
    if _is_found(text, texts):
        return True
    if any(isinstance(value, Open) for value in held):
        raise Undecided("what a field holds that is searched")
    return False


def _is_found(wanted: str, texts: Sequence[str]) -> bool:
    """Whether a search finds any of the texts: case-insensitive substring match; no wildcards.

    Raises `Undecided` if sound searches differ: spaces at the ends, words apart, ß and ss.
    """
    ways: list[Callable[[str], str]] = [str.casefold, str.lower]
    found = {any(way(wanted) in way(text) for text in texts) for way in ways}
    found |= {any(wanted.strip().casefold() in text.casefold() for text in texts)}
    words = wanted.casefold().split()
    if len(words) > 1 and found == {False}:
        if all(any(word in text.casefold() for text in texts) for word in words):
            raise Undecided("whether the words of a search must stand together")
    if len(found) > 1:
        raise Undecided("how a search compares texts")
    return found.pop()


def _is_held(field: EntityField, held: Value, text: str) -> bool:
    """Whether a record's value is the one asked for, or has it among its references."""
    wanted = _filter_value(field, text)
    if field.type is FieldType.REFS:
        return isinstance(held, list) and wanted in held
    return bool(held == wanted)


def _filter_value(field: EntityField, text: str) -> Value:
    if field.type is FieldType.BOOLEAN:
        return text == "true"
    if field.type in _REFERENCES:
        return symbol_in(text) or text  # a number that nobody was given is no record's
    return text


# -- order and page -------------------------------------------------------------------------------


def _ordered(
    call: Call, binding: Binding, records: list[Record], state: State
) -> list[list[Record]]:
    order = call.request.query.get(binding.sort or "") if binding.sort is not None else None
    order = order or call.entity.default_sort
    if order:
        name = order.removeprefix("-")
        return sorted_by(call.entity, name, order.startswith("-"), records, state)
    if not binding.newest_first:
        return [records] if records else []
    return newest_first(records)


def _page(
    call: Call, binding: Binding, groups: list[list[Record]], total: int
) -> list[tuple[list[Record], bool]]:
    """For each place on the page the records that may stand there, and whether all are shown."""
    query = call.request.query
    asked = query.get(binding.limit or "") if binding.limit else None
    if asked is None and call.plan.document is not None and total > wire.SHOWN_WITHOUT_LIMIT:
        raise Undecided("how many a list of the document shows")
    limit = int(asked) if asked else wire.DEFAULT_LIMIT if binding.limit else total
    start = int(query.get(binding.offset or "", "0")) if binding.offset else 0
    end = min(start + limit, total)
    places: list[tuple[list[Record], bool]] = []
    first = 0
    for group in groups:
        whole = start <= first and first + len(group) <= end
        places += [(group, whole) for n in range(first, first + len(group)) if start <= n < end]
        first += len(group)
    return places


# -- what may be asked ----------------------------------------------------------------------------


def _query_faults(call: Call, binding: Binding) -> Iterator[Fault]:
    """What is wrong with the query. Raises `Undecided` for values that sound servers take or not."""
    query = call.request.query
    if binding.limit in query:
        yield from _number_faults(call, query[binding.limit or ""], 1, wire.MAX_LIMIT)
    if binding.offset in query:
        yield from _number_faults(call, query[binding.offset or ""], 0, 2**31 - 1)
    if binding.sort in query:
        allowed = ["id", *(field.name for field in sort_fields(call.entity))]
        order = query[binding.sort or ""]
        if call.plan.document is not None or not order:
            raise Undecided("what a list can be sorted by")
        if order.removeprefix("-") not in allowed:
            yield wire.MALFORMED_QUERY
    if binding.search in query:
        length = len(query[binding.search or ""])
        if length > wire.MAX_SEARCH_CHARACTERS:
            yield wire.MALFORMED_QUERY
    for parameter, name in binding.filters.items():
        if parameter in query:
            yield from _filter_faults(call.entity.field(name), query[parameter])


def _number_faults(call: Call, text: str, low: int, high: int) -> Iterator[Fault]:
    if not _WHOLE.fullmatch(text):
        if not text.strip() or text.lstrip("+").isdigit() or re.fullmatch(r"\d+\.0*", text):
            raise Undecided("how a number in a query is written")
        yield wire.MALFORMED_QUERY
    elif not _PLAIN_WHOLE.fullmatch(text):
        raise Undecided("how a number in a query is written")
    elif not low <= int(text) <= high:
        if call.plan.document is not None:
            raise Undecided("the edges of a page of the document")
        yield wire.MALFORMED_QUERY


def _filter_faults(field: EntityField, text: str) -> Iterator[Fault]:
    if not text:
        raise Undecided("what an empty filter asks for")
    if field.type is FieldType.ENUM and text not in field.values:
        yield wire.MALFORMED_QUERY
    elif field.type is FieldType.BOOLEAN and text not in ("true", "false"):
        if text.lower() in ("true", "false", "1", "0", "t", "f"):
            raise Undecided("how a boolean in a query is written")
        yield wire.MALFORMED_QUERY
    elif field.type in _REFERENCES and not isinstance(symbol_in(text), RecordId):
        if not text.isdigit():
            yield wire.MALFORMED_QUERY
        elif int(text) < wire.NEVER_GIVEN_OUT:
            raise Undecided("whose number it is")
