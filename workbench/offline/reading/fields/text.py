"""Writes an item of a list as the grammar of fields has it, where people have a shorter way."""

from __future__ import annotations

import re

from workbench.offline.reading.fields.numbers import in_digits

# `note?: string`, `pages: Int?`, `author?`, `title!`
_MAY_BE_NULL = re.compile(r"^([^\s?:!|]+(?:\s[^\s?:!|]+){0,3})\?\s*(?=:|$)")
_NULLABLE_TYPE = re.compile(r"(:\s*[^\s?]+|\s[A-Z][a-z]+)\?(?=\s|$)")
_REQUIRED = re.compile(r"^([^\s?:!|]+)!\s*(?=:|$)")
_ARRAY = re.compile(
    r":\s*(?:string|str|text)\s*\[\]|:\s*list\s*\[?\s*(?:of\s+)?(?:string|str|text)s?\s*\]?$", re.I
)
_SLASHES = re.compile(
    r"^([^:|/()]*[^\s:|/()])\s*(?:[:=]\s*|\s)(?:is\s+)?([^\s:|/()]+(?:\s*/\s*[^\s:|/()]+)+)$"
)
_PIPES = re.compile(
    r"^(?!.*\b(?:one of|either|enum|in)\b)([^:|()=]*[^\s:|()=])(?:\s*=\s*|\s+)([^\s:|()]+\s*\|[^:()]*)$"
)
_OR = re.compile(r"^(?:or|and)\s+|\s+(?:or|and)\s+", re.I)
_EXAMPLES = ("e.g", "i.e", "for example", "for instance", "such as", "like ", "z.b", "p. ex")
_TYPES_WITH_SLASH = ("yes/no", "true/false")


def prepared(text: str) -> str:
    """The item as the grammar reads it; what is in no shorter way stays as it is."""
    text = " ".join(text.split())
    text = _MAY_BE_NULL.sub(r"optional \1", text)
    text = _REQUIRED.sub(r"\1", text)
    if _NULLABLE_TYPE.search(text):
        text = _NULLABLE_TYPE.sub(r"\1", text) + " optional"
    text = _ARRAY.sub(":list", text)
    slashes = _SLASHES.match(text)
    if slashes and slashes[2].lower() not in _TYPES_WITH_SLASH and not slashes[2][0].isdecimal():
        choices = [part.strip() for part in slashes[2].split("/")]
        if len(choices) > 2 or ":" in text or "=" in text:
            text = f"{slashes[1].removesuffix(' =')}: {'|'.join(choices)}"
    text = _PIPES.sub(r"\1: \2", text)
    return in_digits(text)


def in_single(choices: list[str]) -> list[str]:
    """The choices of `low, medium, or high` and `comedy or horror`, each by itself."""
    if not choices:
        return []
    parted = [*choices[:-1], *_OR.split(choices[-1])]
    return [part for part in parted if part.strip()]


def leads_to_examples(choice: str) -> bool:
    """True for `e.g. drama`: what follows are examples, and not all that there is."""
    return choice.lower().startswith(_EXAMPLES)
