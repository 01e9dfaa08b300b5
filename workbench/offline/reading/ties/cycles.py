"""Records that would need each other before they exist."""

from __future__ import annotations

from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.sentences import Reader
from workbench.plan.names import with_article


def break_cycles(reader: Reader) -> None:
    """If records would need each other before they exist, the last reference is optional."""
    by_name = {entity.name: entity for entity in reader.result.entities}
    for entity in reader.result.entities:
        for field in entity.fields:
            if field.target is not None and field.required:
                if _leads_to(by_name, by_name[field.target], entity):
                    field.optional = True
                    reader.result.assumptions.append(
                        f"The {field.label.lower()} of {with_article(entity.one.lower())} is "
                        "optional: else neither could be created first."
                    )


def _leads_to(by_name: dict[str, EntityIdea], start: EntityIdea, wanted: EntityIdea) -> bool:
    seen: set[str] = set()
    queue = [start]
    while queue:
        current = queue.pop()
        if current is wanted:
            return True
        if current.name in seen:
            continue
        seen.add(current.name)
        queue += [by_name[f.target] for f in current.fields if f.target and f.required]
    return False
