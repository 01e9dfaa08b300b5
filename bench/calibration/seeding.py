"""Seeds one fault in a copy of a sound system."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.plan.names import camel, pascal, snake
from workbench.plan.system import SystemPlan

FAULTS = Path(__file__).with_name("faults.yaml")
VARIANTS = Path(__file__).with_name("variants.yaml")


class SeedingFailed(ValueError):
    """A fault does not fit the system that it is meant for: the fault is wrong, not the system."""

    def __init__(self, fault: str, host: str, reason: str) -> None:
        self.fault = fault
        self.host = host
        super().__init__(f"{fault} ({host}): {reason}")


class Edit(BaseModel):
    """One piece of one file and what stands there instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    find: str
    put: str
    first: bool = False
    all: bool = False


class SeededFault(BaseModel):
    """One change to a system: a fault, or a variant that is as right as the original."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    family: str
    hosts: tuple[str, ...] = Field(min_length=1)
    entity: str = ""
    edits: tuple[Edit, ...] = ()
    add: dict[str, str] = {}
    rename: dict[str, str] = {}
    remove: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _single_edit(cls, data: dict[str, object]) -> dict[str, object]:
        """An edit may be written flat if there is only one."""
        if "file" not in data:
            return data
        names = ("file", "find", "put", "first", "all")
        edit = {name: data[name] for name in names if name in data}
        return {name: value for name, value in data.items() if name not in names} | {
            "edits": [edit]
        }


def load(path: Path) -> list[SeededFault]:
    """The seeds of a file, in its order."""
    return [SeededFault.model_validate(item) for item in yaml.safe_load(path.read_text())]


def seed_fault(fault: SeededFault, host: str, system: Path, copy: Path) -> set[str]:
    """Copies the system with the fault in it; returns the changed paths. Raises `SeedingFailed`."""
    shutil.copytree(system, copy)
    plan = SystemPlan.model_validate(json.loads((copy / ".stackwright/plan.json").read_text()))
    words = dict(_words(plan, fault.entity))
    changed = set()
    for edit in fault.edits:
        path = _filled(edit.file, words)
        changed.add(path)
        _apply(edit, copy / path, words, fault.name, host)
    for name, text in fault.add.items():
        (copy / name).write_text(text)
    for name in fault.remove:
        (copy / name).unlink()
    renames = {_filled(a, words): _filled(b, words) for a, b in fault.rename.items()}
    for before, after in renames.items():
        (copy / before).rename(copy / after)
    return changed | set(fault.add) | set(fault.remove) | set(renames) | set(renames.values())


def _apply(edit: Edit, path: Path, words: dict[str, str], fault: str, host: str) -> None:
    if not path.is_file():
        raise SeedingFailed(fault, host, f"there is no {path.name}")
    text, find = path.read_text(), _filled(edit.find, words)
    count = text.count(find)
    if count == 0 or (count > 1 and not (edit.first or edit.all)):
        raise SeedingFailed(fault, host, f"{path.name} has {find!r} {count} times")
    path.write_text(text.replace(find, _filled(edit.put, words), -1 if edit.all else 1))


def _words(plan: SystemPlan, entity: str) -> Iterator[tuple[str, str]]:
    chosen = plan.entity(entity) if entity else plan.entities[0]
    yield "__Note__", chosen.name
    yield "__note___", snake(chosen.name) + "_"
    yield "__note__", camel(chosen.name)
    yield "__Notes__", pascal(chosen.plural)
    yield "__notes__", chosen.plural
    yield "__field__", chosen.display_field
    yield "__Field__", pascal(chosen.display_field)


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
