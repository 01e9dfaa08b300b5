"""Requests made of words of the grammar: limits, denials, relations, verbs; each with what it means.

What it means is written here by hand, and not asked of the reading: a phrase is in the plan in that
meaning, or it is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from workbench.plan.fields import FieldType

Limits = tuple[float | None, float | None]

# Kinds of records and names of fields, in none of which is a word of the grammar.
KINDS = ("books", "parcels", "members", "wine bottles", "Räume", "teams", "invoices", "boats")
TEXTS = ("title", "colour", "nickname", "Straße", "serial code", "maker")
NUMBERS = ("stock", "price", "rating", "age", "unit price", "number of pages", "weight in kg")

LIMITS: dict[str, Limits] = {
    "min 3": (3, None),
    "max 17": (None, 17),
    "at least 3": (3, None),
    "at most 17": (None, 17),
    "no less than three": (3, None),
    "not more than 17": (None, 17),
    "between 3 and 17": (3, 17),
    "from 3 to 17": (3, 17),
    "three to seventeen": (3, 17),
    "3-17": (3, 17),
    "≥ 3": (3, None),
    "<= 17": (None, 17),
    "up to 17": (None, 17),
    "since 1900": (1900, None),
    "3 or more": (3, None),
    "17 or less": (None, 17),
    "cannot go below 3": (3, None),
    "must not exceed 17": (None, 17),
    "can never fall below zero": (0, None),
    "not negative": (0, None),
    "−5 to −2": (-5, -2),
    "at least €3": (3, None),
    "max $1,700": (None, 1700),
    "3%-17%": (3, 17),
}
# What no field can hold: the field is kept by its name, and the whole is reported.
CONDITIONS = (
    "after today",
    "before the start date",
    "starting with A",
    "like ABC",
    "hashed",
    "read-only",
    "required if active",
    "unless it is archived",
    "= one * two",
    "with country code",
    "than before",
    "which nobody knows",
    "(must be nice)",
    "not in the past",
    "rounded to cents",
    "by default",
)
OPTIONAL = (
    "{name} optional",
    "optional {name}",
    "{name} (optional)",
    "{name}?",
    "maybe a {name}",
    "{name} if any",
    "{name} if known",
    "possibly a {name}",
)
CHOICES = (
    "{name}: red|blue|green",
    "{name} (red, blue or green)",
    "{name} red/blue/green",
    "{name} = red|blue|green",
    "{name}: red, blue or green",
    "{name} is red, blue or green",
    "{name} one of red, blue, or green",
)
# Sentences that deny accounts.
DENIALS = (
    "Users do not need to sign in",
    "Users must not log in",
    "Nobody has to register",
    "Users should not need an account",
    "You don't need a password",
    "People can use it without signing in",
    "Not everyone needs an account",
    "no login",
    "No sign-in",
    "Login is never required",
)
# What people do, beyond what every page does.
VERBS = ("like", "print", "lend", "borrow", "follow", "sell", "vote for", "send", "order", "help")
DONE = (
    "Users can {verb} {kind}",
    "We {verb} {kind}",
    "Everyone can {verb} {kind}",
    "Members {verb} {kind}",
)
ABILITIES = (
    "Users can search {kind}",
    "Search {kind}",
    "I can add and edit {kind}",
    "People can view {kind} or delete them",
    "Users can filter {kind}",
)
# Between two kinds of records with their fields: which of them belongs to the other.
FIRST, SECOND, BOTH = "first", "second", "both"
TIES = {
    "have": SECOND,
    "have many": SECOND,
    "and their": SECOND,
    "contain": SECOND,
    ">": SECOND,
    "of": FIRST,
    "in": FIRST,
    "under": FIRST,
    "for each": FIRST,
    "per": FIRST,
    "belong to": FIRST,
    "belonging to": FIRST,
    "assigned to": FIRST,
}
# The same limits and denials in other languages: (template of fields, small words, limits, optional).
FOREIGN = (
    "Bücher (Titel, Seiten mindestens 3, Notiz freiwillig, bezahlt ja/nein)",
    "Filme (Titel, Bewertung zwischen 3 und 17, ISBN eindeutig)",
    "recettes (titre, note de 3 à 17, téléphone facultatif)",
    "livres (titre, pages au moins 3, éditeur optionnel, payé oui/non)",
    "recetas (título, prioridad del 3 al 17, teléfono opcional)",
    "ricette (titolo, voto da 3 a 17, telefono opzionale)",
    "boeken (titel, jaar minimaal 3, notitie optioneel)",
    "livros (título, nota no máximo 17, telefone opcional, pago sim/não)",
)


@dataclass(frozen=True)
class Said:
    """One field of a request, as it is said, and what that means; `reported`: it cannot be kept whole."""

    text: str
    name: str
    type: FieldType | None = None
    limits: Limits | None = None
    values: tuple[str, ...] = ()
    optional: bool = False
    unique: bool = False
    reported: bool = False


@dataclass(frozen=True)
class Request:
    """A request; `verbs` are in a report or in no plan, `tie` says which kind belongs to which."""

    text: str
    kinds: tuple[str, ...]
    fields: tuple[Said, ...] = ()
    denies: bool = False
    verbs: tuple[str, ...] = ()
    able: bool = False
    tie: str = ""


def _said(name: str, *, number: bool) -> list[Said]:
    plain = [
        Said(name, name),
        Said(f"{name} unique", name, unique=True),
        Said(f"{name}:string", name, FieldType.STRING),
        *(Said(f"{name} {text}", name, reported=True) for text in CONDITIONS[:-1]),
        Said(f"{name} red by default", name, reported=True),
        *(Said(form.format(name=name), name, optional=True) for form in OPTIONAL),
    ]
    if number:
        plain += [Said(f"{name} {text}", name, limits=limits) for text, limits in LIMITS.items()]
        plain += [
            Said(f"{name}:int {t}", name, FieldType.INTEGER, limits=both)
            for t, both in LIMITS.items()
        ]
        return plain
    values = ("red", "blue", "green")
    return plain + [Said(form.format(name=name), name, values=values) for form in CHOICES]


FIELDS = tuple(
    said
    for names, number in ((TEXTS, False), (NUMBERS, True))
    for name in names
    for said in _said(name, number=number)
)
OWN = st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique_by=lambda said: said.name)


@st.composite
def grammar_requests(draw: st.DrawFn) -> Request:
    """Kinds of records with fields, one sentence about them, perhaps a relation between two."""
    kinds = tuple(draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=2, unique=True)))
    fields = tuple(draw(OWN))
    group = f"({', '.join(said.text for said in fields)})"
    form = draw(st.sampled_from(["tie", "denial", "verb", "ability", "noted", "lines", "plain"]))
    first, second = kinds
    if form == "tie":
        words, side = draw(st.sampled_from(sorted(TIES.items())))
        return Request(f"{first} {group} {words} {second} (label)", kinds, fields, tie=side)
    if form == "denial":
        return Request(
            f"{first} {group}. {draw(st.sampled_from(DENIALS))}.", (first,), fields, denies=True
        )
    if form == "verb":
        verb = draw(st.sampled_from(VERBS))
        done = draw(st.sampled_from(DONE)).format(verb=verb, kind=first)
        return Request(f"{first} {group}. {done}.", (first,), fields, verbs=tuple(verb.split()[:1]))
    if form == "ability":
        able = draw(st.sampled_from(ABILITIES)).format(kind=first)
        return Request(f"{first} {group}. {able}.", (first,), fields, able=True)
    if form == "noted":
        noted = (
            Said("title (text)", "title", FieldType.TEXT),
            Said("born (date)", "born", FieldType.DATE),
        )
        return Request(f"{first}: {', '.join(said.text for said in noted)}", (first,), noted)
    if form == "lines":
        lines = "\n".join(f"  {said.name}: string" for said in fields)
        plain = tuple(Said(said.name, said.name, FieldType.STRING) for said in fields)
        return Request(f"{first}:\n{lines}\n{second}:\n  label: string", kinds, plain)
    return Request(f"{first} {group} and {second} (label)", kinds, fields)
