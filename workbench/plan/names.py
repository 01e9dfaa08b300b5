"""Names in the spellings of JSON, Go, TypeScript and labels."""

from __future__ import annotations

import re

from workbench.plan.conventions.generated_names import GO_NAMES

GO_INITIALISMS = frozenset({"id", "url", "api", "http", "json", "sql", "isbn", "uri", "html", "ip"})


def words(name: str) -> list[str]:
    """Lower-case words of a name in any spelling: ``"lastWatered on"`` → last, watered, on."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def snake(name: str) -> str:
    """``last_watered``"""
    return "_".join(words(name))


def kebab(name: str) -> str:
    """``last-watered``"""
    return "-".join(words(name))


def pascal(name: str) -> str:
    """``LastWatered``: entity names and TypeScript types."""
    return "".join(word.capitalize() for word in words(name))


def camel(name: str) -> str:
    """``lastWatered``: operation ids and TypeScript identifiers."""
    pascal_name = pascal(name)
    return pascal_name[:1].lower() + pascal_name[1:]


def go_exported(name: str) -> str:
    """``LastWatered``, with Go's initialisms: ``OwnerID``."""
    return "".join(
        word.upper() if word in GO_INITIALISMS else word.capitalize() for word in words(name)
    )


def go_local(name: str) -> str:
    """``lastWatered``, with Go's initialisms and never a keyword or predeclared name."""
    parts = words(name)
    rest = "".join(go_exported(word) for word in parts[1:])
    local = parts[0] + rest
    return local + "Record" if local in GO_NAMES else local


def with_article(noun: str) -> str:
    """``an order``, ``a user``"""
    first = noun.split()[0].lower() if noun.strip() else ""
    sounds_like_consonant = first.startswith(("uni", "use", "one", "eu", "ut"))
    an = first[:1] in "aeiou" and not sounds_like_consonant
    return f"{'an' if an or first.startswith('hour') else 'a'} {noun}"


def human(name: str) -> str:
    """``Last watered``: a label."""
    parts = [part.upper() if part in GO_INITIALISMS else part for part in words(name)]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]
