"""YAML text that every reader, of YAML 1.1 or 1.2, reads as the same JSON value."""

from __future__ import annotations

import re
from typing import Any

import yaml

_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# Texts that YAML 1.2 alone takes for numbers; PyYAML quotes what YAML 1.1 takes for something else.
_NUMBERS_OF_12 = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z"
)


class _Dumper(_BASE):  # type: ignore[misc]
    """Writes each use of a value in full, and texts that look like numbers in quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBERS_OF_12, list("-+.0123456789"))


def yaml_text(value: Any) -> str:
    """A JSON value as YAML, keys in their order, no aliases."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text
