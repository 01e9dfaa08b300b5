"""A frontend in many variants, faulty or sound, all in one bundle and switched at run time.

Each variant is a copy of the frontend's sources with a few edits; a main of our own starts the copy that
`window.variant` names. So many variants cost one build.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator
from pydantic import JsonValue

from tests.support.systems import context_on, installed, write_system
from workbench.gates import backend_build, frontend_build
from workbench.harness import servers
from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.records.abroad_journey import AbroadJourney
from workbench.harness.browser.records.action_journey import ActionJourney
from workbench.harness.browser.records.form_journey import FormJourney
from workbench.harness.browser.records.list_journey import ListJourney
from workbench.harness.browser.records.options_journey import OptionsJourney
from workbench.harness.browser.traffic import Traffic
from workbench.harness.browser.worker import ACTION_TIMEOUT_MS, ZONES
from workbench.harness.gate_context import GateContext
from workbench.plan.fields import EntityField
from workbench.plan.system import BindingRole, SystemPlan
from workbench.progress.results import Finding, Status

SOUND = "sound"
_MAIN = """import "./styles.css";
const variants = import.meta.glob("./variants/*/main.tsx");
declare global {
  interface Window { variant?: string }
}
void variants[`./variants/${window.variant ?? "sound"}/main.tsx`]!();
"""


@dataclass(frozen=True)
class PageVariant:
    """`edits` are (file below `src`, text, text in its place); `journey` is list, form, options, action or abroad.

    A fault has the check that must fail, with a part of the finding's message; a sound variant has none.
    """

    name: str
    edits: tuple[tuple[str, str, str], ...] = ()
    journey: str = "list"
    check: str = ""
    says: str = ""

    @property
    def folder(self) -> str:
        """The name as a folder's."""
        return "-".join(self.name.split())


def write_page_variants(plan: SystemPlan, folder: Path, variants: Iterable[PageVariant]) -> None:
    """The system of a plan, built with every variant of its frontend. Does blocking I/O."""
    asyncio.run(write_system(plan, folder))
    source = folder / "frontend/src"
    whole = folder / "whole"
    shutil.copytree(source, whole, ignore=shutil.ignore_patterns("*.test.tsx", "test"))
    for variant in (PageVariant(SOUND), *variants):
        copy = source / "variants" / variant.folder
        shutil.copytree(whole, copy)
        main = copy / "main.tsx"
        main.write_text(main.read_text().replace('import "./styles.css";\n', ""))
        for path, before, after in variant.edits:
            text = (copy / path).read_text()
            assert before in text, f"{variant.name}: {path} has no {before!r}"
            (copy / path).write_text(text.replace(before, after))
    (source / "main.tsx").write_text(_MAIN)
    asyncio.run(_build(folder))


async def _build(folder: Path) -> None:
    context = await context_on(folder, folder / "scratch")
    await installed(context)
    for gate in (backend_build, frontend_build):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings


@contextmanager
def served(folder: Path) -> Iterator[tuple[GateContext, str]]:
    """The built system on an empty database, page and API on one origin."""
    started, ended = threading.Event(), threading.Event()
    held: list[tuple[GateContext, str]] = []

    async def serve() -> None:
        context = await context_on(folder, folder / "scratch")
        async with servers.api(context, with_page=True) as server:
            held.append((context, server.url))
            started.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    started.wait()
    try:
        yield held[0]
    finally:
        ended.set()
        thread.join()


class _Lists(ListJourney):
    """The list's journey; for a fault only the step that must fail, which the first one prepares."""

    wanted = ""

    def _pages(self) -> None:
        if self.wanted in ("", "pages"):
            super()._pages()

    def _searches(self) -> None:
        if self.wanted in ("", "searches"):
            super()._searches()

    def _filters(self, item: EntityField) -> None:
        if self.wanted in ("", f"filters.{item.name}"):
            super()._filters(item)

    def _sorts(self) -> None:
        if self.wanted in ("", "sorts"):
            super()._sorts()


class _Forms(FormJourney):
    """The forms' journey; for a fault only the step that must fail."""

    wanted = ""

    def _saves(self) -> Iterator[tuple[str, dict[str, JsonValue]]]:
        for name, values in super()._saves():
            if f"changes.{name}".startswith(self.wanted):
                yield name, values

    def _escapes(self) -> None:
        if self.wanted in ("", "escapes"):
            super()._escapes()

    def _keeps_edits(self, role: BindingRole) -> None:
        if self.wanted in ("", "keeps_edits"):
            super()._keeps_edits(role)

    def _edits_the_right_one(self, role: BindingRole) -> None:
        if self.wanted in ("", "edits_the_right_one"):
            super()._edits_the_right_one(role)

    def _deletes_the_right_one(self) -> None:
        if self.wanted in ("", "deletes_the_right_one"):
            super()._deletes_the_right_one()

    def _keeps_what_was_typed(self, form: Locator, values: dict[str, JsonValue]) -> None:
        if self.wanted in ("", "refusals"):
            super()._keeps_what_was_typed(form, values)

    def _saves_once(self, form: Locator, values: dict[str, JsonValue]) -> None:
        if self.wanted in ("", "saves_once"):
            super()._saves_once(form, values)


def findings_of(
    folder: Path, variant: PageVariant, entity: str, browser: Browser, shots: Path
) -> list[Finding]:
    """What the variant's journey finds on the page of an entity."""
    found: list[Finding] = []
    with served(folder) as (context, url):
        page = next(item for item in context.plan.pages if item.collection == entity)
        records = ApiRecords(context.plan, url)
        for zone in ZONES if variant.journey == "abroad" else ("UTC",):
            with browser.new_context(timezone_id=zone, reduced_motion="reduce") as opened:
                opened.set_default_timeout(ACTION_TIMEOUT_MS)
                opened.add_init_script(f'window.variant = "{variant.folder}"')
                shown = opened.new_page()
                driver, traffic = Driver(shown, url), Traffic(shown, url)
                given = (context.plan, page, driver, traffic, records)
                journey: ListJourney | FormJourney | OptionsJourney | AbroadJourney | ActionJourney
                if variant.journey == "abroad":
                    journey = AbroadJourney(*given, axe="", shots=shots)
                    journey.run(zone)
                elif variant.journey == "action":
                    shown_entity = context.plan.entity(entity)
                    for number in range(3):
                        assert records.create(shown_entity, records.numbered(shown_entity, number))
                    journey = ActionJourney(*given, axe="", shots=shots)
                    journey.run(None)
                elif variant.journey == "options":
                    journey = OptionsJourney(*given, axe="", shots=shots)
                    journey.run()
                elif variant.journey == "form":
                    journey = _Forms(*given, axe="", shots=shots)
                    journey.wanted = variant.check
                    journey.run()
                else:
                    journey = _Lists(*given, axe="", shots=shots)
                    journey.wanted = variant.check
                    journey.run()
                found += journey.findings
    return found


def first_of_the_fault(findings: Sequence[Finding], fault: PageVariant, collection: str) -> Finding:
    """The first finding of the check that must fail; it must be there, and say what the fault says."""
    own = [item for item in findings if item.check.startswith(f"ui:{collection}.{fault.check}")]
    assert own, [(item.check, item.message) for item in findings]
    assert fault.says in own[0].message
    return own[0]
