"""Entities in the Go templates: Go names, types and expressions."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.plan import conventions
from workbench.plan.fields import FieldType
from workbench.plan.names import go_exported, go_local, words
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.test_data import broken_values, edge_values
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.views import EntityView

SHARED_FILES = frozenset({"paging", "errors", "validation", "domain"})
# A value of another type is rejected before its field is known.
UNNAMED = frozenset({"wrong_type", "fraction"})
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
class Refusal:
    """A row of the table test: a value that must be rejected."""

    name: str
    field: GoField
    go: str


@dataclass(frozen=True)
class BrokenField:
    """A value that must not be stored, in Go; `named`: the error response names the field."""

    name: str
    value: str
    named: str


@dataclass(frozen=True)
class Child:
    """A reference that points to an entity."""

    entity: GoEntity
    field: GoField


@dataclass(eq=False)
class GoEntity(EntityView):
    """One entity in Go; `go_entities` adds the links to other entities."""

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
        """The stem of its file names: never a shared file's, nor one that Go reads as a build constraint."""
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
        """The entities of its required references, each once."""
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
    def told_apart(self) -> list[GoField]:
        """Searched fields whose sample is found in no other sample of the entity."""
        return [item for item in self.searched if item.is_told_apart(self.searched)]

    @property
    def open_filters(self) -> list[GoField]:
        """Filters that several records can share a value of."""
        return [item for item in self.filters if not item.unique]

    @property
    def orders(self) -> list[str]:
        return ["id", *(item.name for item in conventions.sort_fields(self.plan))]

    @property
    def display(self) -> GoField:
        return next(item for item in self.fields if item.name == self.plan.display_field)

    @property
    def broken_go(self) -> list[BrokenField]:
        """Invalid values of each field: the first, and one that the domain rejects."""
        rows = []
        for item in self.fields:
            broken = broken_values(item.plan)
            named = [one for one in broken if one.reason not in UNNAMED]
            rows += [
                BrokenField(item.name, go_literal(b.value), go_literal(b.reason not in UNNAMED))
                for b in dict.fromkeys([*broken[:1], *named[:1]])
            ]
        return rows

    @property
    def edges_go(self) -> list[tuple[str, str]]:
        """Field name → a Go value exactly at one of its limits."""
        return [
            (item.name, go_literal(value))
            for item in self.fields
            for value in edge_values(item.plan)
        ]

    @property
    def domain_test_repeats(self) -> bool:
        """True if a row of the domain's test uses strings.Repeat."""
        return any("strings.Repeat" in row.go for row in self.refusals)

    @property
    def handler_test_uses_strings(self) -> bool:
        values = [value for _, value in self.edges_go] + [row.value for row in self.broken_go]
        repeats = any("strings.Repeat" in value for value in values)
        return repeats or bool(self.told_apart)

    @property
    def left_out(self) -> list[tuple[GoField, str]]:
        """Optional fields, and their values if they are not sent."""
        return [
            (item, go_literal(item.plan.default))
            for item in self.fields
            if not item.plan.required and (item.plan.nullable or item.plan.default is not None)
        ]

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
    """Every entity of the plan, linked to the entities it refers to and those that refer to it."""
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
