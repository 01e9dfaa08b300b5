"""Strategies for requests in plain words, each with what must be found again of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from workbench.plan.fields import FieldType

NOUNS = (
    "plants",
    "tickets",
    "Aufträge",
    "journal entries",
    "2024 goals",
    "cafés",
    "boxes",
    "children",
    "assets",
    "orders",
    "events",
    "errors",
    "R&D projects",
    "categories",
    "species",
    "книги",
    "tags",
    "comments",
    "posts",
    "customers",
    "pages",
    "users",
    "equipment",
    "people",
)
NAMES = (
    "title",
    "first name",
    "last name",
    "pages",
    "results",
    "value",
    "constructor",
    "Größe",
    "Straße",
    "sort",
    "filter",
    "search",
    "price",
    "email",
    "date of birth",
    "text",
    "number",
    "limit",
    "status code",
    "2nd address",
    "root",
    "order",
    "group",
    "points",
    "last_watered",
)
ASKED = (
    "PDF export",
    "photo upload",
    "a monthly chart",
    "login with Google",
    "Slack notifications",
    "payments",
    "a dashboard of revenue",
    "weekly reminders by email",
    "offline support",
    "a chart of plants per month",
    "a yearly graph of the number of events",
    "charts by status code",
    "login",
    "sign-in with a password",
    "user accounts",
    "two-factor login",
    "dark mode",
    "comments on posts",
    "notes for each customer",
    "with a map",
    "a heatmap with tooltips",
)
STATED = (
    "Users must sign in with a password",
    "Only admins can delete anything",
    "Each user has their own folder",
    "The app must be in German",
    "Nobody can see archived things",
    "It should remind me every Monday",
    "Everything is exported to Excel nightly",
    "Prices are computed from the weight",
    "The total is never negative",
    "Each user has their own plants",
    "Plants are private",
    "Only admins can delete plants",
    "Only librarians can add, edit and delete tickets",
    "Only chefs can stir soups",
    "People can register with an email address",
    "A monthly chart shows the number of orders",
    "Show a chart of customers by country",
    "Each comment belongs to a post",
    "Users sign in, and each has plants",
    "Jeder Benutzer hat eigene Pflanzen",
    "Les utilisateurs peuvent se connecter",
    "Solo los administradores pueden borrar",
)
SYSTEMS = (
    "A library",
    "An app",
    "a plant tracker",
    "Build me a bakery",
    "my club manager",
    "A zoo",
    "Eine App für den Verein",
    "Verwalte meine Bibliothek",
    "Un site pour la boulangerie",
)
TYPES = {
    "int": FieldType.INTEGER,
    "number": FieldType.NUMBER,
    "text": FieldType.TEXT,
    "date": FieldType.DATE,
    "boolean": FieldType.BOOLEAN,
    "string": FieldType.STRING,
}


@dataclass(frozen=True)
class AskedField:
    """A field of a request: its text, its name, and what is said of it; None if nothing is."""

    text: str
    name: str
    type: FieldType | None = None
    values: tuple[str, ...] = ()
    limits: tuple[int, int] | None = None
    optional: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Asked:
    """A request, the phrases that are in it, and the fields of its groups in parentheses."""

    text: str
    phrases: tuple[str, ...]
    fields: tuple[AskedField, ...]


def _forms(name: str) -> Iterator[AskedField]:
    """A field in every form of the request language."""
    yield AskedField(f"{name} unique", name, unique=True)
    yield AskedField(f"unique {name}", name, unique=True)
    yield AskedField(f"{name}:string min 3 max 17", name, FieldType.STRING, limits=(3, 17))
    for say in ("min 3 max 17", "from 3 to 17", "between 3 and 17", "3-17"):
        yield AskedField(f"{name}:int {say}", name, FieldType.INTEGER, limits=(3, 17))
    for after in ("", " optional", " (optional)"):
        optional = bool(after)
        yield AskedField(name + after, name, optional=optional)
        yield AskedField(
            f"{name}: red|R&D|C++{after}",
            name,
            FieldType.ENUM,
            ("red", "R&D", "C++"),
            optional=optional,
        )
        for word, kind in TYPES.items():
            yield AskedField(f"{name}:{word}{after}", name, kind, optional=optional)


FIELDS = tuple(field for name in NAMES for field in _forms(name))
GROUPS = st.lists(st.sampled_from(FIELDS), max_size=4, unique_by=lambda field: field.name)


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    """A request of one or several sentences, laid out in one of the ways that people write."""
    nouns = draw(st.lists(st.sampled_from(NOUNS), min_size=1, max_size=3, unique=True))
    gap = draw(st.sampled_from([", ", ",\n  ", " , "]))
    groups: list[str] = []
    fields: list[AskedField] = []
    for noun in nouns:
        own = draw(GROUPS)
        groups.append(f"{noun} ({gap.join(field.text for field in own)})" if own else noun)
        fields += own
    wishes = draw(st.lists(st.sampled_from(ASKED), max_size=2, unique=True))
    said = draw(st.lists(st.sampled_from(STATED), max_size=2, unique=True))
    system, layout = draw(st.sampled_from(SYSTEMS)), draw(st.sampled_from(LAYOUTS))
    parts = [*groups, *wishes] if draw(st.booleans()) else [*wishes, *groups]
    text = layout(system, parts) + ". ".join(said)
    return Asked(text, (system, *nouns, *wishes, *said), tuple(fields))


def _sentence(system: str, parts: list[str]) -> str:
    listed = ", ".join(parts[:-1]) + (" and " if parts[1:] else "") + parts[-1]
    return f"{system} with {listed}. "


def _german(system: str, parts: list[str]) -> str:
    listed = ", ".join(parts[:-1]) + (" und " if parts[1:] else "") + parts[-1]
    return f"{system} mit {listed}. "


def _french(system: str, parts: list[str]) -> str:
    return f"{system} avec {' et '.join(parts)}.\n"


def _only_lines(system: str, parts: list[str]) -> str:
    return f"{system}\n\n" + "".join(f"* {part}\n" for part in parts)


def _bullets(system: str, parts: list[str]) -> str:
    return f"{system}:\n" + "".join(f"- {part}\n" for part in parts)


def _lines(system: str, parts: list[str]) -> str:
    return f"{system} with:\n" + "\n".join(parts) + "\n\n"


def _wrapped(system: str, parts: list[str]) -> str:
    return f"{system} with " + ",\n".join(parts) + ". "


LAYOUTS = (_sentence, _bullets, _lines, _wrapped, _german, _french, _only_lines)
