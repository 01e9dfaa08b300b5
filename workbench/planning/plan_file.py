"""A plan as a file that a person reads and edits: YAML or JSON, with the request that it answers.

It is YAML 1.2 (`no` is a text) or JSON. `request` stands beside the parts of the plan. A client's own
document and what follows from it are not in the file; give the document again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from workbench.errors import InputError
from workbench.openapi.reading.json_reading import looks_like_json
from workbench.openapi.reading.scalars import plain_scalar
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.reading.yaml_reading import read_yaml
from workbench.openapi.repairs import Repairs
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.complaints import grouped
from workbench.planning.plan_data import UnreadablePlan, read_plan
from workbench.planning.prompt_view import plan_for_file

_NAMES = ("id", "operationId", "name", "route", "entity")


@dataclass(frozen=True)
class PlanFile:
    """What a plan file holds: the request, and the plan as data that was not checked yet."""

    text: str
    request: str
    data: dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Writes texts that YAML 1.2 would read as something else in quotes."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = "\n" not in value and isinstance(plain_scalar(value), str)
    style = "|" if "\n" in value else None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write_plan_file(plan: SystemPlan, request: str) -> str:
    """The plan as YAML, without what has its default value and what the conventions add."""
    data = {"request": request, **plan_for_file(plan)}
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def read_plan_file(text: str, name: str) -> PlanFile:
    """The file's request and plan. Raises `InputError` with the line if it is neither YAML nor JSON."""
    try:
        value = read_plan(text) if looks_like_json(text) else read_yaml(text, Repairs())
    except (UnreadablePlan, UnusableDocument) as error:
        raise InputError(f"{name}: {error}") from error
    if not isinstance(value, dict):
        raise InputError(f"{name}: contains no plan; it must be a mapping with the parts of a plan")
    data = dict(value)
    request = data.pop("request", "")
    if not isinstance(request, str):
        raise InputError(f"{name}: line {line_of(text, 'request')}: request: it must be a text")
    return PlanFile(text, request.strip(), data)


def accept_plan_file(file: PlanFile, name: str, document: str | None) -> SystemPlan:
    """The checked and completed plan. Raises `InputError` with a line number for each complaint."""
    try:
        return accept_plan(file.data, document)
    except ImpossiblePlan as error:
        raise InputError(f"{name}: {complaints_with_lines(file.text, error.problems)}") from error


def complaints_with_lines(text: str, problems: list[PlanProblem]) -> str:
    """The problems, grouped by kind, each with the line of its place in the file."""
    placed = [
        PlanProblem(f"line {line}: {problem.where}" if line else problem.where, problem.message)
        for problem in problems
        for line in [line_of(text, problem.where)]
    ]
    return grouped(placed)


def line_of(text: str, where: str) -> int:
    """The line of the deepest part of a problem's place that the file has; 0 if it has none.

    A part is a key, a position, or the name of an item, as in ``entities.Note.fields.title``.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return 0
    line = 0
    for part in where.replace(" ", ".").split("."):
        found = _child(node, part)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode):
        if part.isdecimal() and int(part) < len(node.value):
            item = node.value[int(part)]
            return item.start_mark.line + 1, item
        for item in node.value:
            if _named(item, part):
                return item.start_mark.line + 1, item
    return None


def _named(item: yaml.Node, part: str) -> bool:
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    return any(key.value in _NAMES and value.value == part for key, value in pairs)
