"""Texts and numbers within the limits of a field, another for each variant."""

from __future__ import annotations

import math

from pydantic import JsonValue

from workbench.plan.addressing import parent_capture, second_capture
from workbench.plan.fields import BoundedField, ListField, RefsField, TextField
from workbench.reference.pattern_values import pattern_value

WORDS = ("amber", "birch", "cobalt", "dune", "ember", "fjord", "grove", "harbor", "indigo")
# Texts for fields too short for a word: in ascending order, and in no word and no name of a field,
# so that a search for one finds no record with another.
SHORT_WORDS = ("j7", "k9", "q8", "v6", "w5", "x4", "y3", "z2", "z9")
LETTERS = "3456789JQ"
DOMAINS = ("@example.org", "@test.org", "@a.co")
SITES = ("https://example.org/", "https://test.org/", "https://a.co/")


def text_value(field: TextField, word: str, variant: int) -> str:
    """A text within the field's limits; no search for it finds one of another variant."""
    if field.examples:
        return pattern_value(field, variant)
    called = field.name.replace("_", " ")
    text = f"{word} sample" if any(other in called for other in WORDS) else f"{word} {called}"
    longest = field.max_length
    if longest is not None and len(text) > longest:
        text = word if len(word) <= longest else _short(longest, variant)
    return text.ljust(field.min_length or 0, "x")


def _short(longest: int, variant: int) -> str:
    """A text of at most `longest` characters, another for each variant."""
    return (SHORT_WORDS if longest > 1 else LETTERS)[variant % len(WORDS)][:longest]


def email_value(field: TextField, word: str, variant: int) -> str:
    """An address as long as the field allows and asks for."""
    longest = field.max_length or len(word) + len(DOMAINS[0])
    domain = next((item for item in DOMAINS if len(word) + len(item) <= longest), DOMAINS[-1])
    local = word if len(word) + len(domain) <= longest else _short(longest - len(domain), variant)
    return local.ljust((field.min_length or 0) - len(domain), "x") + domain


def url_value(field: TextField, word: str, variant: int) -> str:
    """An address as long as the field allows and asks for."""
    longest = field.max_length or len(word) + len(SITES[0])
    site = next((item for item in SITES if len(word) + len(item) <= longest), SITES[-1])
    path = word if len(word) + len(site) <= longest else _short(longest - len(site), variant)
    return (site + path).ljust(field.min_length or 0, "x")


def whole_number(field: BoundedField, variant: int) -> float:
    """A whole number within the limits, which may be fractions; variants repeat if few fit."""
    high = None if field.max is None else math.floor(field.max)
    low = math.ceil(field.min) if field.min is not None else (0 if high is None else high - 20)
    if high is None or low + 1 + variant <= high:
        return low + 1 + variant
    return low + variant % max(high - low + 1, 1)


def fraction(field: BoundedField, variant: int) -> float:
    """A number within the limits with few digits: a half more than a whole one if there is room."""
    if field.min is None or field.max is None or field.max - field.min >= 10:
        return whole_number(field, variant) + 0.5
    if math.floor(field.max) - math.ceil(field.min) >= 3:
        return whole_number(field, variant)
    width = field.max - field.min
    part = field.min + width * (variant % len(WORDS) + 1) / (len(WORDS) + 1)
    return round(part, 3 if width > 0.05 else 9)


def several_texts(field: ListField, word: str, variant: int) -> JsonValue:
    """Two short texts, one or none."""
    several = [[word, f"{word} two"], [word], []][variant % 3]
    return [text[: field.max_length].strip() for text in several]


def several_references(field: RefsField, variant: int) -> JsonValue:
    """One, both or none of the records to refer to, in the order of their creation."""
    if field.ref is None:
        return []
    both: list[JsonValue] = [
        "{{" + name + "}}" for name in (parent_capture(field), second_capture(field))
    ]
    several: list[list[JsonValue]] = [both[:1], both, []]
    return several[variant % 3]
