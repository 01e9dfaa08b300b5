"""Turns what was understood into a plan: entities, requirements, and scenarios that prove them."""

from __future__ import annotations

import re
from typing import Any

from anyascii import anyascii

from workbench.offline.account_draft import account_parts, keep_apart, ownership
from workbench.offline.chart_draft import totals_and_pages
from workbench.offline.quoting import quotes_by_entity
from workbench.offline.reading.field_types import type_by_name
from workbench.offline.reading.ideas import EntityIdea, FieldIdea, Understanding
from workbench.offline.scenario_draft import ScenarioDraft
from workbench.plan.actors import is_account
from workbench.plan.fields import ARRAYS, TEXTUAL, FieldType
from workbench.plan.names import human, kebab, with_article
from workbench.planning.acceptance import accept_plan

TEXT_MAX = 10_000
STRING_MAX = 200
SERVER_FIELDS = (("created_at", "Created"), ("updated_at", "Changed"))
# The drawings that a request may name, and that are not those of the pages.
_OTHER_DRAWING = re.compile(r"\b(?:line|column)\s+(?:chart|graph|diagram)\b", re.I)
_NEVER_EMPTY = frozenset({FieldType.ENUM, FieldType.BOOLEAN})
# What a record is called by if the request names no text that could be it: the first free name.
DISPLAY_NAMES = ("name", "title", "label", "caption")
_IN_WORDS = {
    FieldType.INTEGER: "a whole number",
    FieldType.NUMBER: "a number",
    FieldType.BOOLEAN: "yes or no",
    FieldType.DATE: "a date",
    FieldType.DATETIME: "a date with a time",
    FieldType.TEXT: "a long text",
    FieldType.EMAIL: "an e-mail address",
    FieldType.URL: "an address on the web",
}


def draft_plan(read: Understanding, request: str, storage: str) -> dict[str, Any]:
    """A plan as JSON, complete with requirements and scenarios."""
    server_fields = _server_fields()
    parts: dict[str, Any] = {}
    if read.has_accounts:
        keep_apart(read.entities)
        parts = account_parts(read, server_fields)
    account = parts.pop("entity", None)
    assumptions = [*read.assumptions, *(f"Left out: “{phrase}”." for phrase in read.left_out)]
    skeleton: dict[str, Any] = {
        "name": _folder(read.title),
        "title": read.title,
        "summary": " ".join(request.split())[:500],
        "storage": storage,
        "entities": [
            *([account] if account else []),
            *(_entity(idea, assumptions, account) for idea in read.entities),
        ],
        "assumptions": assumptions,
        **parts,
    }
    totals, charts = totals_and_pages(read.charts)
    if totals:
        skeleton["totals"] = [item.model_dump(mode="json") for item in totals]
    plan = accept_plan(skeleton)
    writer = ScenarioDraft(plan)
    quotes = quotes_by_entity(request, read)
    if plan.accounts is not None:
        writer.accounts()
    for entity in plan.entities:
        if not is_account(plan, entity):
            writer.entity(entity, quotes[entity.name])
    for item, page in zip(totals, charts, strict=True):
        writer.chart(item, page)
    if charts:  # after the pages of the records, of which the first is the system's first
        skeleton["pages"] = [page.model_dump(mode="json") for page in [*plan.pages, *charts]]
    for phrase in read.not_understood:
        writer.unproven(f"Not understood: “{phrase}”", phrase)
    for text in read.not_built:
        writer.unproven(f"Not built: {text}")
    for phrase in dict.fromkeys(_OTHER_DRAWING.findall(request) if charts else ()):
        writer.unproven(f"Not built: a {phrase.lower()}; its numbers are drawn as bars", phrase)
    skeleton["requirements"] = writer.requirements
    skeleton["scenarios"] = [item.model_dump(mode="json") for item in writer.scenarios]
    return skeleton


def _folder(title: str) -> str:
    """``todo-list``: a name that starts with a letter, whatever the title's script."""
    name = kebab(anyascii(title)).lstrip("0123456789-")
    return name or "system"


def _server_fields() -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "type": "datetime", "write": "server"}
        for name, label in SERVER_FIELDS
    ]


def _entity(
    idea: EntityIdea, assumptions: list[str], account: dict[str, Any] | None
) -> dict[str, Any]:
    fields = list(idea.fields)
    _tell_types(idea, assumptions)
    _tell_defaults(idea, assumptions)
    display = next((f for f in fields if f.type in TEXTUAL and not f.optional), None)
    if display is None:
        display = _display_field({field.name for field in fields})
        fields.insert(0, display)
        assumptions.append(
            f"{_begun(with_article(idea.one.lower()))} also has "
            f"{with_article(display.label.lower())}, because every record needs a text that "
            "identifies it on its page."
        )
    keys, owner = ownership(idea, account["name"]) if account else ({}, [])
    return keys | {
        "name": idea.name,
        "plural": idea.plural,
        "labels": {"singular": idea.one, "plural": idea.many},
        "display_field": display.name,
        "fields": [*(_field(item) for item in fields), *owner, *_server_fields()],
    }


def _tell_types(idea: EntityIdea, assumptions: list[str]) -> None:
    """Says which types were taken from the fields' names."""
    taken = [
        f"{field.label.lower()} is {_IN_WORDS[field.type]}"
        for field in idea.fields
        if not field.typed and field.type in _IN_WORDS
    ]
    if taken:
        assumptions.append(f"{idea.many}: {', '.join(taken)}, as the names suggest.")


def _tell_defaults(idea: EntityIdea, assumptions: list[str]) -> None:
    """Says what a field has that may be left out, and is never empty all the same."""
    left_out = [
        f"{field.label.lower()} is “{_default(field)}”"
        for field in idea.fields
        if field.optional and field.type in _NEVER_EMPTY
    ]
    if left_out:
        assumptions.append(f"{idea.many}: where it is left out, {', '.join(left_out)}.")


def _default(field: FieldIdea) -> str:
    return field.values[0] if field.type is FieldType.ENUM else "no"


def _display_field(taken: set[str]) -> FieldIdea:
    numbered = (f"name_{number}" for number in range(2, len(taken) + 3))
    name = next(name for name in (*DISPLAY_NAMES, *numbered) if name not in taken)
    return FieldIdea(name, human(name), type_by_name(name))


def _field(idea: FieldIdea) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": idea.name,
        "label": idea.label,
        "type": idea.type.value,
        "required": idea.required,
        "unique": idea.unique,
    }
    if idea.type in TEXTUAL:
        usual = TEXT_MAX if idea.type is FieldType.TEXT else STRING_MAX
        shortest = idea.shortest or 0
        field["maxLength"] = idea.longest or max(usual, 2 * shortest)
        if idea.required or shortest:
            field["minLength"] = max(shortest, 1)
    if idea.type is FieldType.ENUM:
        field["enum"] = idea.values
        if not idea.required:
            field["default"] = idea.values[0]
    elif idea.type is FieldType.BOOLEAN and not idea.required:
        field["default"] = False
    elif not idea.required and idea.type not in ARRAYS:
        field["nullable"] = True
    if idea.low is not None:
        field["minimum"] = idea.low
    if idea.high is not None:
        field["maximum"] = idea.high
    if idea.target is not None:
        field["ref"] = idea.target
    return field


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
