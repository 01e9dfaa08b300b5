"""Pages of the frontend: their texts and accessible names, and attributes that a client prescribed."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from workbench.plan.language.strict_model import StrictModel
from workbench.plan.locales.texts import USUAL, texts_of, with_label
from workbench.plan.path_templates import is_path_of


def usual_actions(singular: str, locale: str = USUAL) -> dict[str, str]:
    """The texts of buttons and controls that a page does not name; `singular` is the entity's label.

    `filter` keeps `{label}`, which stands for the label of a field.
    """
    texts = texts_of(locale, "actions")
    return {key: with_label(text, "{entity}", singular, locale) for key, text in texts.items()}


class Hook(StrictModel):
    """An attribute that a client's own scripts or styles look for on the page."""

    element: Annotated[
        str,
        Field(description="heading, form, record, the label of a field, or the text of a button"),
    ]
    attribute: Annotated[Literal["id", "class", "name"], Field(description="what it must have")]
    value: Annotated[
        str, Field(description="the id, the name, or one of the classes", min_length=1)
    ]


class Chart(StrictModel):
    """A drawing of an operation's response, with a table of the same numbers."""

    name: Annotated[str, Field(description="accessible name of the drawing", min_length=1)]
    operation: Annotated[str, Field(description="operation without a body that returns a list")]
    items: Annotated[str, Field(description="pointer of the list in the response")] = ""
    label: Annotated[str, Field(description="pointer of the text that labels an item's numbers")]
    values: Annotated[
        list[str], Field(description="pointers of the numbers, in an item", min_length=1)
    ]


class Page(StrictModel):
    """One page of the frontend and the texts on it."""

    route: Annotated[
        str, Field(description="path of the page; may have parameters: /notes/{id}", pattern=r"^/")
    ]
    title: Annotated[str, Field(description="text of the navigation link and document title")]
    heading: Annotated[str, Field(description="text of the only h1")]
    collection: Annotated[str | None, Field(description="entity whose records it shows")] = None
    roles: Annotated[
        list[str],
        Field(
            description="roles that see its link; left out: those that may call what it lists or draws"
        ),
    ] = []
    description: Annotated[
        str, Field(description="of a page without a collection: what it shows and does")
    ] = ""
    actions: Annotated[
        dict[str, str],
        Field(
            description="create, save, edit, delete, confirm, next → button text; search → label;"
            " filter → label, with {label} for the field's"
        ),
    ] = {}
    hooks: Annotated[
        list[Hook], Field(description="attributes that a client prescribed: ids, classes, names")
    ] = []
    charts: Annotated[list[Chart], Field(description="drawings on this page")] = []

    @field_validator("route")
    @classmethod
    def _braces(cls, route: str) -> str:
        """Parameters as in OpenAPI: ``/notes/:id`` is ``/notes/{id}``."""
        return re.sub(r"(?<=/):(\w+)", r"{\1}", route)

    @property
    def has_parameters(self) -> bool:
        """True if only scenarios know an address of the page: no link in the navigation leads to it."""
        return "{" in self.route

    def is_at(self, address: str) -> bool:
        """True if an address, with or without a query, is one of this page's; captures may be unfilled."""
        return is_path_of(self.route, re.split(r"[?#]", address, maxsplit=1)[0])

    def texts(self, singular: str) -> dict[str, str]:
        """Every action's text, in English where the page has none; `singular` is the entity's label."""
        return usual_actions(singular) | self.actions

    def filter_label(self, label: str) -> str:
        """The label of the control that filters by the field of that label."""
        return self.texts("")["filter"].replace("{label}", label)
