"""Strategies for requests in plain words, each with what must be found again of it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from workbench.plan.fields import FieldType

NOUNS = (
    "plants", "tickets", "Aufträge", "journal entries", "2024 goals", "cafés", "boxes", "children",
    "assets", "orders", "events", "errors", "R&D projects", "categories", "species", "книги",
    "tags", "comments", "posts", "customers", "pages", "users", "equipment", "people",
)  # fmt: skip
NAMES = (
    "title", "first name", "last name", "pages", "results", "value", "constructor", "Größe",
    "Straße", "sort", "filter", "search", "price", "email", "date of birth", "text", "number",
    "limit", "status code", "2nd address", "root", "order", "group", "points", "last_watered",
)  # fmt: skip
ASKED = (
    "PDF export", "photo upload", "a monthly chart", "login with Google", "Slack notifications",
    "payments", "a dashboard of revenue", "weekly reminders by email", "offline support",
)  # fmt: skip
STATED = (
    "Users must sign in with a password", "Only admins can delete anything",
    "Each user has their own folder", "The app must be in German", "Nobody can see archived things",
    "It should remind me every Monday", "Everything is exported to Excel nightly",
    "Prices are computed from the weight", "The total is never negative",
)  # fmt: skip
SYSTEMS = ("A library", "An app", "a plant tracker", "Build me a bakery", "my club manager", "A zoo")
TYPES = {"int": FieldType.INTEGER, "number": FieldType.NUMBER, "text": FieldType.TEXT,
         "date": FieldType.DATE, "boolean": FieldType.BOOLEAN, "string": FieldType.STRING}  # fmt: skip


@dataclass(frozen=True)
class AskedField:
    """A field of a request: its text, its name, and what is said of it; None where nothing is."""

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


@st.composite
def asked_fields(draw: st.DrawFn) -> AskedField:
    """A field in one of the forms of the request language."""
    name = draw(st.sampled_from(NAMES))
    form = draw(st.sampled_from(["name", "typed", "choices", "range", "lengths"]))
    optional, unique = draw(st.booleans()), draw(st.booleans())
    after = " optional" if optional else ""
    match form:
        case "typed":
            word = draw(st.sampled_from(sorted(TYPES)))
            colon = draw(st.sampled_from([":", ": "]))
            return AskedField(f"{name}{colon}{word}{after}", name, TYPES[word], optional=optional)
        case "choices":
            values = ("red", "R&D", "C++")
            return AskedField(f"{name}: {'|'.join(values)}{after}", name, FieldType.ENUM, values,
                              optional=optional)  # fmt: skip
        case "range":
            say = draw(st.sampled_from([":int min 3 max 17", ":int from 3 to 17",
                                        ":int between 3 and 17", ":int 3-17"]))  # fmt: skip
            return AskedField(f"{name}{say}{after}", name, FieldType.INTEGER, limits=(3, 17),
                              optional=optional)  # fmt: skip
        case "lengths":
            return AskedField(f"{name}:string min 3 max 17", name, FieldType.STRING, limits=(3, 17))
    once = " unique" if unique else ""
    note = draw(st.sampled_from([after, " (optional)" if optional else ""]))
    return AskedField(f"{name}{once}{note}", name, optional=optional, unique=unique)


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    """A request of one or several sentences, laid out in one of the ways that people write."""
    nouns = draw(st.lists(st.sampled_from(NOUNS), min_size=1, max_size=4, unique=True))
    groups: list[str] = []
    fields: list[AskedField] = []
    for noun in nouns:
        own = draw(st.lists(asked_fields(), max_size=4, unique_by=lambda field: field.name))
        gap = draw(st.sampled_from([", ", ",\n  ", " , "]))
        groups.append(f"{noun} ({gap.join(field.text for field in own)})" if own else noun)
        fields += own
    wishes = draw(st.lists(st.sampled_from(ASKED), max_size=2, unique=True))
    said = draw(st.lists(st.sampled_from(STATED), max_size=2, unique=True))
    system = draw(st.sampled_from(SYSTEMS))
    parts = draw(st.permutations([*groups, *wishes]))
    match draw(st.sampled_from(["sentence", "bullets", "lines", "wrapped"])):
        case "bullets":
            body = system + ":\n" + "\n".join(f"- {part}" for part in parts) + "\n"
        case "lines":
            body = system + " with:\n" + "\n".join(parts) + "\n\n"
        case "wrapped":
            body = f"{system} with " + ",\n".join(parts) + ". "
        case _:
            body = f"{system} with " + ", ".join(parts[:-1]) + (" and " if parts[1:] else "")
            body += parts[-1] + ". "
    text = body + ". ".join(said)
    return Asked(text, (system, *nouns, *wishes, *said), tuple(fields))
