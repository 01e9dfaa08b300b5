"""Pages with many-to-many references: sound ones pass, and each fault in one is told by its cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.blog import blog
from tests.support.fixtures import made_once
from tests.support.page_variants import (
    SOUND,
    PageVariant,
    findings_of,
    first_of_the_fault,
    write_page_variants,
)
from workbench.harness.browser import polling

FORM, OPTIONS, PAGE = "pages/PostForm.tsx", "pages/useTagOptions.ts", "pages/PostPage.tsx"
PAGE_FAULTS = (
    PageVariant(
        "a text of a list is lost",
        ((PAGE, 'record.keywords.join(", ")', 'record.keywords.slice(0, 1).join(", ")'),),
        check="lists",
        says="shows another Keywords",
    ),
    PageVariant(
        "the lines of a list are saved as one",
        ((FORM, "text.split(/\\r?\\n/)", '[text.replaceAll("\\n", " ")]'),),
        "form",
        check="changes.keywords",
        says="Keywords was stored as something else",
    ),
    PageVariant(
        "the form forgets what was chosen",
        ((FORM, "record?.tags ?? []", "[]"),),
        "form",
        check="changes.tags",
        says="the edit form does not show the record",
    ),
    PageVariant(
        "choosing one lets go of the others",
        (("kit/Choices.tsx", "[...value, id]", "[id]"),),
        "form",
        check="changes.tags",
        says="Tags was stored as something else",
    ),
    PageVariant(
        "only the first is shown",
        ((OPTIONS, "ids.map(nameOf)", "ids.slice(0, 1).map(nameOf)"),),
        check="lists",
        says="shows another Tags",
    ),
    PageVariant(
        "all there are is shown",
        ((OPTIONS, "ids.map(nameOf)", "[...ids, ...items.map((one) => one.id)].map(nameOf)"),),
        check="lists",
        says="shows another Tags",
    ),
    PageVariant(
        "only the first hundred tags can be chosen",
        (
            (
                OPTIONS,
                "if (items.length === 0 || options.length >= total) return options;",
                "if (total >= 0) return options;",
            ),
        ),
        "options",
        check="offers_all.tags",
        says="Tags does not offer",
    ),
    PageVariant(
        "the filter does nothing",
        (
            (
                PAGE,
                "narrow({ tags: event.target.value",
                'narrow({ tags: event.target.value + "" === "x" ? 0 : undefined })}\n            onBlur={(event) => void ({ tags: event.target.value',
            ),
        ),
        check="filters.tags",
        says="the list shows other records",
    ),
)
_LIST_BOX = """function Choices({ label, options, value, onChange }: {
  label: string; options: { id: number; name: string }[]; value: number[];
  error?: string | undefined; onChange: (value: number[]) => void;
}) {
  return (
    <select multiple aria-label={label} className="control" value={value.map(String)}
      onChange={(event) => onChange([...event.target.selectedOptions].map((one) => Number(one.value)))}>
      {options.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
    </select>
  );
}
"""
SOUND_PAGES = (
    PageVariant(
        "a list box", ((FORM, 'import { Choices } from "../kit/Choices";', _LIST_BOX),), "form"
    ),
    PageVariant(
        "tags as labels without commas",
        ((OPTIONS, 'ids.map(nameOf).join(", ")', 'ids.map(nameOf).reverse().join(" ")'),),
    ),
)


@pytest.fixture(scope="session")
def posts(shared_folder: Path, stackwright_home: Path) -> Path:
    """The blog, in memory, with every variant of its page in one bundle."""
    return made_once(
        shared_folder / "posts",
        lambda folder: write_page_variants(blog("memory"), folder, (*PAGE_FAULTS, *SOUND_PAGES)),
    )


@pytest.mark.parametrize(
    "variant",
    [
        PageVariant(SOUND),
        PageVariant(SOUND, (), "form"),
        PageVariant(SOUND, (), "options"),
        *SOUND_PAGES,
    ],
    ids=lambda v: f"{v.name}-{v.journey}",
)
def test_a_sound_page_passes(
    variant: PageVariant, posts: Path, browser: Browser, tmp_path: Path
) -> None:
    findings = findings_of(posts, variant, "Post", browser, tmp_path)
    assert [(item.check, item.message, item.expected, item.actual) for item in findings] == []


@pytest.mark.thorough
@pytest.mark.parametrize("fault", PAGE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_page_is_told_by_its_cause(
    fault: PageVariant,
    posts: Path,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 2.0)
    findings = findings_of(posts, fault, "Post", browser, tmp_path)
    first_of_the_fault(findings, fault, "posts")
