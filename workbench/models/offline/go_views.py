"""What the Go templates see of entities and fields: Go names, types and expressions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pydantic import JsonValue

from workbench.contract import conventions
from workbench.contract.fields import EntityField, FieldType
from workbench.contract.names import go_exported, go_local, words
from workbench.contract.plan import Entity, SystemPlan
from workbench.contract.samples import broken_values, valid_value
from workbench.models.offline.views import EntityView, FieldView

_GO_TYPES = {
    FieldType.INTEGER: "int64",
    FieldType.NUMBER: "float64",
    FieldType.BOOLEAN: "bool",
    FieldType.REF: "int64",
}
_SQL_TYPES = {
    FieldType.INTEGER: "INTEGER",
    FieldType.NUMBER: "REAL",
    FieldType.BOOLEAN: "INTEGER",
    FieldType.REF: "INTEGER",
}
_FORMS = {FieldType.DATE: "asDate", FieldType.EMAIL: "asEmail", FieldType.URL: "asURL"}
_ZERO = {"int64": "0", "float64": "0", "bool": "false", "string": '""'}
SHARED_FILES = frozenset({"paging", "errors", "validation", "domain"})
BUILD_SUFFIXES = frozenset(
    [
        "test",
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "illumos",
        "ios",
        "js",
        "linux",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "unix",
        "wasip1",
        "windows",
        "zos",
        "386",
        "amd64",
        "arm",
        "arm64",
        "loong64",
        "mips",
        "mips64",
        "ppc64",
        "riscv64",
        "s390x",
        "wasm",
    ]
)


@dataclass(frozen=True)
class GoField(FieldView):
    """One client field in Go."""

    plan: EntityField
    owner: str
    owner_type: str
    target: GoEntity | None = None

    @property
    def Go(self) -> str:  # noqa: N802 (the exported spelling)
        return go_exported(self.name)

    @property
    def local(self) -> str:
        return go_local(self.name)

    @property
    def GoPluralValues(self) -> str:  # noqa: N802
        return f"{self.Go}Values"

    @property
    def wiretype(self) -> str:
        """Type in the input struct, before validation: instants arrive as text."""
        return _GO_TYPES.get(self.plan.type, "string")

    @property
    def gotype(self) -> str:
        base = "time.Time" if self.plan.type is FieldType.DATETIME else self.wiretype
        return "*" + base if self.optional else base

    @property
    def sqltype(self) -> str:
        return _SQL_TYPES.get(self.plan.type, "TEXT")

    @property
    def bound(self) -> str:
        """Expression that binds the stored value to a statement."""
        value = f"{self.owner}.{self.Go}"
        if self.plan.type is not FieldType.DATETIME:
            return value
        return f"formatOptionalInstant({value})" if self.optional else f"formatInstant({value})"

    @property
    def checked(self) -> str:
        """Expression that validates the input's value and yields the stored one."""
        check = self._check()
        if self.optional:
            return check
        return f"valueOr({check}, {self._fallback()})"

    @property
    def samples_go(self) -> list[str]:
        return [go_literal(valid_value(self.plan, variant)) for variant in range(3)]

    @property
    def fresh_go(self) -> list[str]:
        """As `samples_go`; a unique text or number is never given out twice."""
        if not self.unique or self.plan.examples:
            return self.samples_go
        match self.plan.type:
            case FieldType.EMAIL:
                return ['unique("n%d@example.org")'] * 3
            case FieldType.URL:
                return ['unique("https://example.org/%d")'] * 3
            case FieldType.STRING | FieldType.TEXT:
                return [
                    f"unique({go_literal(word + ' %d')})" for word in ("amber", "birch", "cobalt")
                ]
            case FieldType.INTEGER:
                return [f"{int(self.plan.min or 0)} + serial.Add(1)"] * 3
        return self.samples_go

    @property
    def sample_go(self) -> str:
        return "1" if self.target else self.samples_go[0]

    def _fallback(self) -> str:
        if self.plan.type is FieldType.DATETIME:
            return "time.Time{}"
        if self.plan.default is not None:
            return go_literal(self.plan.default)
        return _ZERO[self.wiretype]

    def _check(self) -> str:
        name, value = go_literal(self.name), f"in.{self.Go}"
        required = go_literal(self.plan.required)
        match self.plan.type:
            case FieldType.INTEGER | FieldType.NUMBER:
                rule = ", ".join(
                    part
                    for part in (
                        "required: true" if self.plan.required else "",
                        self._limit("min", self.plan.min),
                        self._limit("max", self.plan.max),
                    )
                    if part
                )
                kind = self.wiretype
                return f"checkNumber(&v, {name}, {value}, numberRule[{kind}]{{{rule}}})"
            case FieldType.BOOLEAN:
                return f"v.flag({name}, {value}, {required})"
            case FieldType.ENUM:
                members = f"{self.owner_type}{self.GoPluralValues}"
                return f"v.oneOf({name}, {value}, {required}, {members})"
            case FieldType.REF:
                return f"v.reference({name}, {value}, {required})"
            case FieldType.DATETIME:
                return f"v.instant({name}, {value}, {required})"
        return f"v.text({name}, {value}, textRule{{{self._text_rule()}}})"

    def _limit(self, name: str, value: float | None) -> str:
        if value is None:
            return ""
        number = int(value) if self.plan.type is FieldType.INTEGER else value
        return f"{name}: limit[{self.wiretype}]({number})"

    def _text_rule(self) -> str:
        parts = ["required: true"] if self.plan.required else []
        if self.plan.min_length and self.plan.min_length > 1:
            parts.append(f"min: {self.plan.min_length}")
        if self.plan.max_length is not None:
            parts.append(f"max: {self.plan.max_length}")
        if self.plan.pattern is not None:
            parts.append(f"pattern: {self.owner}{self.Go}Pattern")
        if self.plan.type in _FORMS:
            parts.append(f"form: {_FORMS[self.plan.type]}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Refusal:
    """A row of the table test: a value that must be refused."""

    name: str
    field: GoField
    go: str


@dataclass(frozen=True)
class Child:
    """A reference that points to an entity."""

    entity: GoEntity
    field: GoField


@dataclass(eq=False)
class GoEntity(EntityView):
    """One entity in Go. Links to other entities are filled in by `go_entities`."""

    plan: Entity
    prefix: str
    fields: list[GoField] = field(default_factory=list)
    parents: list[GoEntity] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)

    @property
    def Go(self) -> str:  # noqa: N802
        return go_exported(self.plan.name)

    @property
    def GoPlural(self) -> str:  # noqa: N802
        plural = go_exported(self.plan.plural)
        return plural if plural != self.Go else plural + "Records"

    @property
    def localPlural(self) -> str:  # noqa: N802
        plural = go_local(self.plan.plural)
        return plural if plural != self.local else plural + "Records"

    @property
    def file(self) -> str:
        """Stem of its files; never one of ours, nor one that Go reads as a build constraint."""
        stem = "_".join(words(self.plan.name))
        taken = stem in SHARED_FILES or stem.rpartition("_")[2] in BUILD_SUFFIXES
        return stem + "_entity" if taken else stem

    @property
    def table(self) -> str:
        return self.plan.plural

    @property
    def refs(self) -> list[GoField]:
        return [item for item in self.fields if item.target is not None]

    @property
    def required_targets(self) -> list[GoEntity]:
        """Entities that a record must refer to, each once."""
        targets = [item.target for item in self.refs if item.target and not item.optional]
        return [target for n, target in enumerate(targets) if target not in targets[:n]]

    @property
    def instants(self) -> list[GoField]:
        return [item for item in self.fields if item.plan.type is FieldType.DATETIME]

    @property
    def uniques(self) -> list[GoField]:
        return [item for item in self.fields if item.unique]

    @property
    def filters(self) -> list[GoField]:
        names = {item.name for item in conventions.filter_fields(self.plan)}
        return [item for item in self.fields if item.name in names]

    @property
    def searched(self) -> list[GoField]:
        names = {item.name for item in conventions.search_fields(self.plan)}
        return [item for item in self.fields if item.name in names]

    @property
    def orders(self) -> list[str]:
        return ["id", *(item.name for item in conventions.sort_fields(self.plan))]

    @property
    def display(self) -> GoField:
        return next(item for item in self.fields if item.name == self.plan.display_field)

    @property
    def has_pattern(self) -> bool:
        return any(item.pattern for item in self.fields)

    @property
    def refusals(self) -> list[Refusal]:
        rows = []
        for item in self.fields:
            if item.plan.required:
                rows.append(Refusal(f"{item.name} missing", item, "nil"))
            for broken in broken_values(item.plan):
                if broken.reason in ("null", "wrong_type", "fraction"):
                    continue
                if item.target is not None:
                    continue
                value = f"pointer[{item.wiretype}]({go_literal(broken.value)})"
                reason = broken.reason.replace("_", " ")
                rows.append(Refusal(f"{item.name} {reason}", item, value))
            if item.target is not None:
                rows.append(Refusal(f"{item.name} impossible", item, "pointer[int64](-1)"))
        return rows


def go_entities(plan: SystemPlan) -> list[GoEntity]:
    """Every entity of the plan, linked to the entities it refers to and is referred to by."""
    views = {entity.name: GoEntity(entity, plan.api_prefix) for entity in plan.entities}
    for view in views.values():
        for item in view.plan.client_fields:
            target = views[item.ref] if item.ref else None
            view.fields.append(GoField(item, view.local, view.Go, target))
            if target is not None:
                target.children.append(Child(view, view.fields[-1]))
                if target is not view and target not in view.parents:
                    view.parents.append(target)
    return list(views.values())


def parents_first(entities: list[GoEntity]) -> list[GoEntity]:
    """The entities in an order in which tables can be created."""
    ordered: list[GoEntity] = []

    def visit(entity: GoEntity, trail: tuple[GoEntity, ...]) -> None:
        for parent in entity.parents:
            if parent not in trail:
                visit(parent, (*trail, parent))
        if entity not in ordered:
            ordered.append(entity)

    for entity in entities:
        visit(entity, (entity,))
    return ordered


def go_literal(value: JsonValue) -> str:
    """A Go literal of a JSON scalar."""
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
