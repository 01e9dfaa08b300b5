"""What a request asks for, before it is a plan: entities, fields, and what stays open."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.plan.fields import FieldType
from workbench.plan.totals.model import Span


class Contradiction(ValueError):
    """Two statements of the request that nothing can satisfy; the message says which, in plain words.

    Outside the tree: the offline model answers with it, as a model would.
    """


@dataclass
class FieldIdea:
    """One field as the request names it; every field is required unless it is called optional.

    `partly`: the request says more of it than could be kept, so its words are reported.
    `guessed`: nothing but their place in parentheses says that `values` are choices. `mentioned`: only
    in passing, as the ratings of an app with ratings, so that the catalogue's fields are there too.
    """

    name: str
    label: str
    type: FieldType
    typed: bool = False
    optional: bool = False
    unique: bool = False
    values: list[str] = field(default_factory=list)
    low: float | None = None
    high: float | None = None
    shortest: int | None = None
    longest: int | None = None
    target: str | None = None
    partly: bool = False
    guessed: bool = False
    mentioned: bool = False

    @property
    def required(self) -> bool:
        """True unless the request calls the field optional."""
        return not self.optional


@dataclass
class EntityIdea:
    """One kind of record as the request names it; `name` is PascalCase and singular.

    `words` are those of the request, in lower case, last one singular: how other parts of the
    request refer to it. `belongs_to` holds such words of other entities. `owned`: each account has
    its own records. `restricted` says which role alone may create, replace or delete.
    `from_catalogue`: the request names no fields, and these are the catalogue's.
    """

    name: str
    plural: str
    one: str
    many: str
    words: str
    fields: list[FieldIdea] = field(default_factory=list)
    belongs_to: list[str] = field(default_factory=list)
    owned: bool = False
    restricted: dict[str, str] = field(default_factory=dict)
    from_catalogue: bool = False


@dataclass
class ChartIdea:
    """A chart of an entity's records: counted, or one of their fields added up.

    `by` is a date with `per` (day, month, year), or a choice without.
    """

    entity: EntityIdea
    by: FieldIdea
    per: Span | None = None
    added: FieldIdea | None = None


@dataclass
class Understanding:
    """What was read from a request.

    `has_accounts`: people register and sign in; `roles` are those beside a new account's.
    `not_understood` quotes the request; `not_built` says in a sentence what was understood and
    cannot be built; `left_out` quotes what it does not want, and is not there; `assumptions` says in
    sentences what the request left open.
    """

    title: str = ""
    has_accounts: bool = False
    roles: list[str] = field(default_factory=list)
    entities: list[EntityIdea] = field(default_factory=list)
    charts: list[ChartIdea] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    not_built: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
