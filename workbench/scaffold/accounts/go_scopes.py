"""What an account sees of an entity's records, in the Go templates: its own, or the parts of its own.

Each condition compares one number with the owner of a record, or of what the record is part of. If
a role sees everybody's records, 0 stands for its accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.scaffold.go_fields import GoField

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity


@dataclass(frozen=True)
class GoScope:
    """The scope of one entity whose records not everybody sees."""

    e: GoEntity

    @property
    def is_of_parts(self) -> bool:
        """True if what a record is part of decides who sees it."""
        return self.e.access.is_part and self.e.access.is_private

    @property
    def ref(self) -> GoField:
        """The reference to what a record is part of."""
        return self.e.stored_field(self.e.plan.part_of or "")

    @property
    def parent(self) -> GoEntity:
        """The entity that records are part of."""
        target = self.ref.target
        assert target is not None
        return target

    @property
    def field(self) -> str:
        """The field of a query that holds the account."""
        if self.is_of_parts:
            return "SeenBy"
        assert self.e.owner is not None
        return self.e.owner.Go

    @property
    def parameter(self) -> str:
        """The name of the parameter that holds the account."""
        return "viewer" if self.is_of_parts else "owner"

    @property
    def is_wide(self) -> bool:
        """True if some role sees everybody's records."""
        return bool(self.e.access.viewers)

    @property
    def viewer(self) -> str:
        """A Go expression: the account that the conditions compare with, for the caller."""
        return f"{self.e.local}Viewer(caller)" if self.is_wide else "caller.ID"

    def sql(self, parameter: str) -> str:
        """A condition in SQL: a row belongs to the account, or is part of what does."""
        if not self.is_of_parts:
            assert self.e.owner is not None
            return f'"{self.e.owner.column}" = {parameter}'
        above = self.parent.scope.sql(parameter)
        return f'"{self.ref.column}" IN (SELECT "id" FROM "{self.parent.table}" WHERE {above})'

    def everywhere(self, parameter: str) -> str:
        """The same condition, which holds of every row for 0 if a role sees everybody's records."""
        condition = self.sql(parameter)
        return f"({parameter} = 0 OR {condition})" if self.is_wide else condition

    def seen_go(self, record: str, viewer: str) -> str:
        """A condition in a Go repository in memory: the account sees the record in a variable."""
        condition = f"r.isOf({record}, {viewer})"
        return f"({viewer} == 0 || {condition})" if self.is_wide else condition

    @property
    def clear_parameters(self) -> str:
        """The parameters of a repository's Clear: whose records, and what they must be part of."""
        owner = ", owner int64" if self.e.access.is_owned else ""
        return owner + (", viewer int64" if self.is_of_parts else "")

    @property
    def is_cleared_go(self) -> str:
        """A Go condition: Clear removes the record in the entity's variable."""
        parts: list[str] = []
        if self.e.access.is_owned:
            own = f"!({self.e.is_not_callers(self.e.local, 'owner')})"
            parts.append(f"owner == 0 || {own}" if self.e.access.seen_by else own)
        if self.is_of_parts:
            parts = [f"({part})" if "||" in part else part for part in parts]
            parts.append(self.seen_go(self.e.local, "viewer"))
        return " && ".join(parts) or "true"

    @property
    def found_go(self) -> str:
        """A condition in Go: the record `above`, which a part is of, belongs to `account`."""
        if self.parent.scope.is_of_parts:
            return f"r.store.{self.parent.GoPlural}().isOf(above, account)"
        other = self.parent.is_not_callers("above", "account")
        if "||" in other:
            assert self.parent.owner is not None
            held = f"above.{self.parent.owner.Go}"
            return f"{held} != nil && *{held} == account"
        return other.replace("!=", "==")
