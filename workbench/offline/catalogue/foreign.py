"""The names of the catalogue's things and fields in other languages, from its data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from workbench.offline.catalogue.entries import systems, things
from workbench.offline.english import singular
from workbench.offline.reading.field_types import type_by_name

FOLDER = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Noun:
    """What a thing is called: `key` is its name in the catalogue."""

    key: str
    one: str
    many: str


@dataclass(frozen=True)
class Names:
    """One file: nouns by any of their forms, labels and values by their English ones.

    `fields` has the English label for each label of that language, where no two types are meant.
    `telling` are the words that are none of English.
    """

    nouns: dict[str, Noun] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    telling: frozenset[str] = frozenset()

    def called(self, key: str) -> Noun | None:
        """What a thing of the catalogue is called in that language."""
        return next((noun for noun in self.nouns.values() if noun.key == key), None)


@lru_cache(maxsize=8)
def names_in(language: str) -> Names:
    """The names in a language, by its code; none if there is no file."""
    path = FOLDER / f"{language}.toml"
    if not path.exists():
        return Names()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    nouns: dict[str, Noun] = {}
    for key, said in (*data["things"].items(), *data["systems"].items()):
        for forms in said:
            one, many = forms.split()[:2]
            for form in forms.split():
                nouns.setdefault(form.lower(), Noun(key, one, many))
    said = {label.lower() for label in data["labels"].values()}
    english = {*things(), *systems(), *data["labels"], *data["english"].split()}
    telling = frozenset(
        word for word in {*nouns, *said} if not {word, singular(word)}.intersection(english)
    )
    return Names(nouns, data["labels"], data["values"], _fields(data["labels"]), telling)


def _fields(labels: dict[str, str]) -> dict[str, str]:
    """The English label of each, unless it stands for fields of different types."""
    types: dict[str, set[str]] = {}
    for english, label in labels.items():
        types.setdefault(label.lower(), set()).add(type_by_name(english.replace(" ", "_")))
    return {
        label.lower(): english
        for english, label in labels.items()
        if len(types[label.lower()]) == 1
    }
