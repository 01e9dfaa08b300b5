"""Entities in the templates of Go tests: values that must be accepted, and values that must not."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.plan.conventions.lists import searches_unknown_texts
from workbench.plan.fields import MOST_ITEMS, TEXTUAL, FieldType
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.data_for_tests import accepted_edges, is_found_by_tests
from workbench.reference.field_limits import broken_values
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.views import EntityView

# A value of another type is rejected before its field is known.
UNNAMED = frozenset({"wrong_type", "fraction"})


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


@dataclass(eq=False)
class SampledEntity(EntityView):
    """What tests need to know of an entity's client fields."""

    plan: Entity
    prefix: str
    system: SystemPlan
    fields: list[GoField] = field(default_factory=list)

    @property
    def seeded(self) -> int:
        """How many of its records are there from the first start."""
        return self.system.seeded(self.plan.name)

    @property
    def is_found_by_tests(self) -> bool:
        """True if tests refer to its seeded records, because nothing creates any."""
        return is_found_by_tests(self.system, self.plan)

    @property
    def searched(self) -> list[GoField]:
        raise NotImplementedError

    @property
    def tested(self) -> GoField | None:
        """The field that tests change and spoil; None if clients write none but references.

        It is what names a record, unless the server writes that.
        """
        textual = [
            item for item in self.fields if item.plan.type in TEXTUAL and not item.plan.secret
        ]
        named = [item for item in self.fields if item.name == self.plan.display_field]
        required = [item for item in textual if item.plan.required]
        plain = [item for item in self.fields if item.target is None]
        return next(iter([*named, *required, *textual, *plain]), None)

    @property
    def has_required(self) -> bool:
        """True if a record cannot be created without any field."""
        return any(item.plan.required for item in self.fields)

    @property
    def secrets(self) -> list[GoField]:
        """Fields that clients send and never get back."""
        return [item for item in self.fields if item.plan.secret]

    @property
    def is_seeded(self) -> bool:
        return self.seeded > 0

    @property
    def told_apart(self) -> list[GoField]:
        """Searched fields whose sample is found in no other sample of the entity."""
        if self.is_seeded or searches_unknown_texts(self.plan):
            return []
        texts = [item for item in self.searched if item.plan.type is not FieldType.LIST]
        return [item for item in texts if item.is_told_apart(texts)]

    @property
    def broken_go(self) -> list[BrokenField]:
        """Invalid values of each field: the first, and one that the domain rejects."""
        rows = []
        for item in self.fields:
            broken = broken_values(item.plan)
            named = [one for one in broken if one.reason not in UNNAMED]
            unlike = [one for one in named[:1] if one not in broken[:1]]
            rows += [
                BrokenField(item.name, go_literal(b.value), go_literal(b.reason not in UNNAMED))
                for b in [*broken[:1], *unlike]
            ]
        return rows

    @property
    def edges_go(self) -> list[tuple[str, str]]:
        """Field name → a Go value exactly at one of its limits."""
        return [
            (item.name, go_literal(value))
            for item in self.fields
            for value in accepted_edges(self.system, self.plan, item.plan)
        ]

    @property
    def left_out(self) -> list[tuple[GoField, str]]:
        """Optional fields, and their values if they are not sent."""
        return [
            (item, go_literal(item.plan.default))
            for item in self.fields
            if not item.plan.required and (item.plan.nullable or item.plan.default is not None)
        ]

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
                value = f"pointer[{item.wiretype}]({item.typed(broken.value)})"
                reason = broken.reason.replace("_", " ")
                rows.append(Refusal(f"{item.name} {reason}", item, value))
            if item.is_many:
                impossible = {
                    "impossible": item.typed([-1]),
                    "repeated": item.typed([1, 1]),
                    "too many": f"make([]int64, {MOST_ITEMS + 1})",
                }
                rows += [
                    Refusal(f"{item.name} {reason}", item, f"pointer({value})")
                    for reason, value in impossible.items()
                ]
            elif item.target is not None:
                rows.append(Refusal(f"{item.name} impossible", item, "pointer[int64](-1)"))
        return rows
