"""References that are generated from the code: the commands, and the schemas of what is written.

``python -m stackwright.reference docs`` writes them; a test checks that they are up to date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer
from pydantic import TypeAdapter
from typer.cli import get_docs_for_click

from stackwright.cli import app
from stackwright.defaults import Defaults
from workbench.evidence.events import Event
from workbench.evidence.verdict import Verdict
from workbench.gates.registry import GATES
from workbench.plan.system import SystemPlan
from workbench.rendering.templates import render
from workbench.rulebook.rules import Rule, all_rules

TEMPLATES = Path(__file__).parent / "templates"


def references() -> dict[str, str]:
    """File name → content of everything that is generated."""
    return {
        "commands.md": _commands(),
        "gates.md": _gates(),
        "rules.md": _rules(),
        "plan.schema.json": _schema(SystemPlan.model_json_schema()),
        "verdict.schema.json": _schema(Verdict.model_json_schema()),
        "events.schema.json": _schema(TypeAdapter(Event).json_schema()),
    }


def _commands() -> str:
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="stackwright")
    text = get_docs_for_click(obj=command, ctx=context, name="stackwright", title="Commands")
    names = ", ".join(f"`{name}`" for name in Defaults.model_fields)
    return (
        f"{text.rstrip()}\n\n## Defaults\n\n"
        "If an option is not given, its value comes from the environment (`STACKWRIGHT_` and its name "
        "in capital letters), else from `.env` in this folder, else from `stackwright.toml` in this "
        f"folder, else it is the default above. Names: {names}.\n\n"
        f"{(TEMPLATES / 'exit_codes.md').read_text()}"
    )


def _gates() -> str:
    """The page on gates: its prose, with a table that is computed from the registry."""
    rows = [
        f"| {gate.stage.value} | `{gate.name}` | {gate.proves} | "
        f"{', '.join(f'[{rule}](rules.md)' for rule in gate.rules)} |"
        for gate in GATES
    ]
    table = "\n".join(["| stage | gate | proves | rules |", "| --- | --- | --- | --- |", *rows])
    return render(TEMPLATES, "gates.md.j2", table=table)


def _rules() -> str:
    """The page of rules, in the order of the rulebook."""
    rows = [
        f"| `{rule.id}` | {rule.binds} | {rule.when.replace('_', ' ')} | {_checked_by(rule)} | "
        f"{rule.text} |"
        for rule in all_rules()
    ]
    head = ["| id | binds | when | checked by | demand |", "| --- | --- | --- | --- | --- |"]
    table = "\n".join([*head, *rows])
    return render(TEMPLATES, "rules.md.j2", table=table)


def _checked_by(rule: Rule) -> str:
    """The gates whose findings may cite the rule."""
    gates = [f"`{gate.name}`" for gate in GATES if rule.id in gate.rules]
    return ", ".join(gates) if gates else "instruction only"


def _schema(schema: dict[str, object]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, content in references().items():
        (Path(sys.argv[1]) / name).write_text(content)
