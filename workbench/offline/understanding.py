"""Reads a request in plain words: entities, fields, references, and what it did not understand.

A small grammar, not a language model. It knows ``noun (field, field: type, …)``, ``a NOUN list
with FIELD, FIELD and FIELD`` and ``NOUN for each OTHER (…)``; every other phrase is handed back
as not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.offline.english import is_plural, plural, singular
from workbench.offline.vocabulary import (
    ABILITY_VERBS,
    BEYOND,
    CONTAINERS,
    FILLER,
    KNOWN_ABILITIES,
    LEADING,
    TYPE_WORDS,
    type_by_name,
)
from workbench.plan.fields import FieldType
from workbench.plan.names import human, pascal, snake, words

_GROUP = re.compile(r"(?P<head>[^(),.;]*)\((?P<fields>[^()]*)\)")
_RANGE = re.compile(r"(?P<low>-?\d+(?:\.\d+)?)\s*(?:-|\.\.|to)\s*(?P<high>-?\d+(?:\.\d+)?)$")
RESERVED_NAMES = frozenset(
    [
        "Array",
        "Boolean",
        "Date",
        "Error",
        "Function",
        "Map",
        "Number",
        "Object",
        "Problem",
        "Promise",
        "Props",
        "Record",
        "Request",
        "Response",
        "Set",
        "String",
        "Symbol",
        "Values",
        "Dialog",
        "Button",
        "Empty",
        "Loading",
        "Pagination",
    ]
)


@dataclass
class FieldIdea:
    """One field as the request names it."""

    name: str
    type: FieldType
    required: bool = False
    unique: bool = False
    optional: bool = False
    values: list[str] = field(default_factory=list)
    low: float | None = None
    high: float | None = None
    max_length: int | None = None
    target: str | None = None


@dataclass
class EntityIdea:
    """One entity as the request names it; `name` is PascalCase, singular."""

    name: str
    plural: str
    fields: list[FieldIdea]
    belongs_to: list[str] = field(default_factory=list)


@dataclass
class Understanding:
    """What was read from a request."""

    title: str
    entities: list[EntityIdea] = field(default_factory=list)
    abilities: set[str] = field(default_factory=set)
    not_understood: list[str] = field(default_factory=list)


def understand(request: str) -> Understanding:
    """Reads the whole request. No entity at all leaves `entities` empty."""
    sentences = [s.strip() for s in re.split(r"(?<=[.;!?])\s+|\n+", request.strip()) if s.strip()]
    result = Understanding(title="")
    for sentence in sentences:
        text = sentence.rstrip(".;!? ")
        if _GROUP.search(text):
            _read_groups(text, result)
        elif not result.entities:
            _read_phrase(text, result)
        else:
            _read_leftover(text, result)
    _link(result)
    if not result.title and result.entities:
        result.title = human(result.entities[0].plural)
    return result


def _read_groups(text: str, result: Understanding) -> None:
    end = 0
    for match in _GROUP.finditer(text):
        end = match.end()
        head = match["head"].strip(" ,")
        head = re.sub(r"^(and|with|of|,)\s+", "", head, flags=re.I)
        before, noun, targets = _noun_of(head)
        if before and not result.entities:
            result.title = result.title or _title(before)
        elif before:
            _read_leftover(before, result)
        if not noun:
            result.not_understood.append(match[0].strip())
            continue
        entity = _entity(noun, _fields(match["fields"], result))
        entity.belongs_to = targets
        result.entities.append(entity)
    rest = text[end:].strip(" ,")
    if rest:
        _read_leftover(re.sub(r"^(and|with)\s+", "", rest, flags=re.I), result)


def _noun_of(head: str) -> tuple[str, str, list[str]]:
    """Splits ``A library with books`` into what comes before, the noun, and what it belongs to."""
    targets: list[str] = []
    relation = re.search(
        r"^(?P<noun>.+?)\s+(?:for|per|of|on)\s+(?:each|every)?\s*(?P<target>\w+)$", head, re.I
    )
    if relation is not None and re.search(r"\b(each|every|per)\b", head, re.I):
        targets.append(singular(relation["target"]))
        head = relation["noun"]
    parts = re.split(
        r"\b(?:with|of|has|have|containing|contains|and|:)\b\s*|,\s*", head, flags=re.I
    )
    noun = _strip_leading(parts[-1]).strip()
    before = head[: len(head) - len(parts[-1])].strip(" ,")
    before = re.sub(r"\b(with|of|has|have|containing|contains|and)$", "", before, flags=re.I).strip(
        " ,"
    )
    noun_words = words(noun)
    return before, " ".join(noun_words[-2:]) if len(noun_words) <= 2 else noun_words[-1], targets


def _read_phrase(text: str, result: Understanding) -> None:
    """``a todo list with title, done and due date``: one entity, fields after *with*."""
    head, _, tail = re.sub(r"\s+(that has|having|where each has)\s+", " with ", text).partition(
        " with "
    )
    subject = words(_strip_leading(head))
    if len(subject) > 4 or not subject:
        result.not_understood.append(text)
        return
    is_named = subject[-1] in CONTAINERS or bool(tail) or is_plural(subject[-1])
    result.title = human(" ".join(subject))
    while len(subject) > 1 and subject[-1] in CONTAINERS:
        subject.pop()
    if (
        not is_named
        or subject[-1] in CONTAINERS
        or BEYOND.search(" ".join(subject))
        or set(subject) <= FILLER
    ):
        result.not_understood.append(text)
        return
    entity = _entity(" ".join(subject), _fields(tail, result) if tail else [])
    result.entities.append(entity)


def _read_leftover(text: str, result: Understanding) -> None:
    """Takes what the house style answers anyway; keeps the rest as not understood."""
    cleaned = _strip_leading(text).strip(" ,.").lower()
    if not cleaned:
        return
    if cleaned in KNOWN_ABILITIES:
        result.abilities.add(KNOWN_ABILITIES[cleaned])
        return
    nouns = {
        word for entity in result.entities for word in words(entity.name) + words(entity.plural)
    }
    left = [w for w in words(text) if w not in FILLER and w not in ABILITY_VERBS and w not in nouns]
    if left:
        result.not_understood.append(text)


def _fields(text: str, result: Understanding) -> list[FieldIdea]:
    fields: list[FieldIdea] = []
    for item in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", text.strip()):
        item = re.sub(r"^(and|an?|the|with|its|their|optional)\s+", "", item.strip(), flags=re.I)
        if not item:
            continue
        if item.lower() in KNOWN_ABILITIES:
            result.abilities.add(KNOWN_ABILITIES[item.lower()])
            continue
        idea = _field(item)
        if idea is None or any(other.name == idea.name for other in fields):
            result.not_understood.append(item)
        else:
            fields.append(idea)
    return fields


def _field(item: str) -> FieldIdea | None:
    """``watering_days:int min 1 max 60`` or ``status: to-read|reading|finished``; None if neither."""
    name_part, colon, spec = item.partition(":")
    if not colon:
        parts = item.split()
        split = next((i for i, w in enumerate(parts) if i and _is_modifier(w)), len(parts))
        name_part, spec = " ".join(parts[:split]), " ".join(parts[split:])
    name = snake(name_part)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or len(words(name)) > 3 or name in ("id",):
        return None
    if BEYOND.search(name_part) or name in ("created_at", "updated_at"):
        return None
    idea = FieldIdea(name, type_by_name(name))
    return idea if _apply(spec.strip(), idea) else None


def _is_modifier(word: str) -> bool:
    lowered = word.lower()
    return (
        lowered in {"unique", "required", "optional", "min", "max", "from", "between"}
        or (lowered in TYPE_WORDS and lowered not in {"date", "text", "number", "email", "url"})
        or "|" in word
        or bool(_RANGE.fullmatch(word))
    )


def _apply(spec: str, idea: FieldIdea) -> bool:
    """Reads the part after a field's name. False when any of it was not understood."""
    if "|" in spec:
        head, *modifiers = re.split(r"\s+(?=unique$|required$|optional$)", spec)
        values = [snake_value(value) for value in head.removeprefix("enum").split("|")]
        if len(values) < 2 or not all(values) or len(set(values)) != len(values):
            return False
        idea.type, idea.values = FieldType.ENUM, values
        spec = " ".join(modifiers)
    tokens = spec.replace(",", " ").split()
    while tokens:
        token = tokens.pop(0).lower()
        if token in TYPE_WORDS:
            idea.type = TYPE_WORDS[token]
        elif token in ("unique", "required", "optional"):
            setattr(idea, token, True)
        elif token in ("min", "max") and tokens and re.fullmatch(r"-?\d+(\.\d+)?", tokens[0]):
            _bound(idea, token, float(tokens.pop(0)))
        elif range_match := _RANGE.fullmatch(token):
            _bound(idea, "min", float(range_match["low"]))
            _bound(idea, "max", float(range_match["high"]))
        else:
            return False
    return idea.low is None or idea.high is None or idea.low <= idea.high


def _bound(idea: FieldIdea, which: str, value: float) -> None:
    if idea.type in (FieldType.STRING, FieldType.TEXT) and which == "max":
        idea.max_length = int(value)
        return
    if idea.type not in (FieldType.INTEGER, FieldType.NUMBER):
        idea.type = FieldType.INTEGER
    if which == "min":
        idea.low = value
    else:
        idea.high = value


def _entity(noun: str, fields: list[FieldIdea]) -> EntityIdea:
    parts = words(noun)
    parts[-1] = singular(parts[-1])
    name = pascal(" ".join(parts))
    if name in RESERVED_NAMES:
        name += "Item"
        parts.append("item")
    return EntityIdea(name, "_".join([*parts[:-1], plural(parts[-1])]), fields)


def _link(result: Understanding) -> None:
    """Turns *for each plant* and fields named after an entity into references."""
    by_word = {snake(entity.name): entity.name for entity in result.entities}
    for entity in result.entities:
        for target in entity.belongs_to:
            if target in by_word and by_word[target] != entity.name:
                entity.fields.append(_reference(target, by_word[target]))
            else:
                result.not_understood.append(f"{entity.plural} for each {target}")
        for index, idea in enumerate(entity.fields):
            key = idea.name.removesuffix("_id")
            if key in by_word and by_word[key] != entity.name and idea.target is None:
                entity.fields[index] = _reference(key, by_word[key])


def _reference(word: str, target: str) -> FieldIdea:
    return FieldIdea(f"{word}_id", FieldType.REF, required=True, target=target)


def snake_value(value: str) -> str:
    """An enum's member as it goes over the wire: lower case, words joined by what joined them."""
    return re.sub(r"\s+", "-", value.strip().lower())


def _strip_leading(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, LEADING.sub("", text.strip())
    return text


def _title(before: str) -> str:
    subject = [w for w in words(_strip_leading(before)) if w not in FILLER]
    return human(" ".join(subject[:4])) if subject else ""
