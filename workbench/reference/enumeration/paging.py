"""Each edge of a page: limits of 0, 1, the most and more; offsets at the end and beyond it; totals."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import numbered_record
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution import wire
from workbench.reference.execution.machine import Reference

# More than the largest page: a limit that is cut to less shows, and so does a total that ends there.
RECORDS = wire.MAX_LIMIT + 2
_WRONG_LIMITS = ("0", "-1", str(wire.MAX_LIMIT + 1), "99999999999999999999", "many", "1.5", "1x")
_WRONG_OFFSETS = ("-1", "many", "0x1", "1.5")


def paging_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity whose list has pages, with more records than any page holds."""
    yield from _Paging(reference, entity).all()


class _Paging(TraceWriter):
    """A list of more records than a page shows."""

    def all(self) -> Iterator[Trace]:
        if not self.has(BindingRole.LIST):
            return
        binding = self.binding(BindingRole.LIST)
        self.list()
        count = self._populate()
        limit, offset = binding.limit, binding.offset
        if limit and offset:
            for size in ("1", "2", str(count), str(count + 1), str(wire.MAX_LIMIT)):
                self.list(**{limit: size})
            for start in (0, 1, count - 1, count, count + 5):
                self.list(**{offset: str(start)})
                self.list(**{limit: "2", offset: str(start)})
            for wrong in _WRONG_LIMITS:
                self.list(**{limit: wrong})
            for wrong in _WRONG_OFFSETS:
                self.list(**{offset: wrong})
        self.list()
        self.list(no_such_parameter="1")
        # Its id has more than one digit.
        self.create_and_follow(numbered_record(self.plan, self.entity, count), "last")
        self._after_deletes()
        yield from self.written(
            "paging", "every page holds what belongs on it, with the total of all"
        )

    def _populate(self) -> int:
        """As many records as the plan's rules allow, up to so many."""
        made = 0
        for number in range(RECORDS):
            if not self.create(numbered_record(self.plan, self.entity, number), f"r{number}"):
                break
            made += 1
        return made

    def _after_deletes(self) -> None:
        if self.has(BindingRole.DELETE):
            self.request(BindingRole.DELETE, identifier="{{r0}}")
            self.request(BindingRole.DELETE, identifier="{{r1}}")
            self.list()
            self.request(BindingRole.DELETE, identifier="{{r1}}")
            self.see("r1")
