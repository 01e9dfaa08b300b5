"""The fields of the catalogue, for kinds of records of which the request names none."""

from __future__ import annotations

from workbench.offline.catalogue.entries import meant, thing
from workbench.offline.catalogue.foreign import Names
from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.ideas import FieldIdea
from workbench.offline.reading.mentions import denied_keys
from workbench.offline.reading.sentences import Reader


def complete_from_catalogue(reader: Reader) -> None:
    """Gives entities without fields those of the catalogue, and says so."""
    denied = denied_keys(reader.denied)
    for entity in reader.result.entities:
        known = thing(entity.words)
        named = [field for field in entity.fields if field.target is None and not field.mentioned]
        if named or known is None:
            continue
        known = meant(known, [other.words for other in reader.result.entities])
        ideas = [read_field(item) for item in known.fields.split(", ")]
        fields = [idea for idea in ideas if idea and idea.label.lower() not in denied]
        _say_in(reader.parsed.names, fields)
        taken = {field.name for field in entity.fields}
        begun = {field.name.partition("_")[0] for field in entity.fields if field.mentioned}
        begun |= {"due"} if "deadline" in begun else set()
        fields = [idea for idea in fields if idea.name.partition("_")[0] not in begun]
        entity.fields = [idea for idea in fields if idea.name not in taken] + entity.fields
        entity.from_catalogue = True
        names = ", ".join(idea.label.lower() for idea in fields)
        reader.result.assumptions.append(
            f"The request gives no fields for {entity.many.lower()}; they get {names}."
        )


def _say_in(names: Names, fields: list[FieldIdea]) -> None:
    """Labels and choices in the language of the request, where they are known."""
    for idea in fields:
        idea.label = names.labels.get(idea.label.lower(), idea.label)
        idea.values = [names.values.get(value, value) for value in idea.values]
