"""Reads the controls of a form, all at once, and compares them with the values of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Locator
from pydantic import BaseModel, JsonValue, TypeAdapter

from workbench.harness.browser import choices, several
from workbench.harness.browser.choices import Option
from workbench.harness.browser.driver import Driver, is_labelled
from workbench.plan.fields import EntityField, FieldType
from workbench.reference.pages.rows import RowDifference
from workbench.reference.pages.texts import Words, names_of, squeezed, typed

_SCRIPT = Path(__file__).with_name("controls.js")
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DECIMAL)


class ReadControl(BaseModel):
    """A control as it was read; `local` are the instants asked about, as this browser's clock shows them."""

    name: str
    kind: str
    text: str
    checked: bool = False
    options: list[Option] = []


def wrong_controls(
    driver: Driver,
    form: Locator,
    wanted: Iterable[tuple[EntityField, JsonValue]],
    words: Words,
) -> RowDifference | None:
    """The first control that does not hold its field's value. Raises `NotOnPage` if one is missing."""
    pairs = [(i, v) for i, v in wanted if not i.secret]
    instants = {str(v) for i, v in pairs if i.type is FieldType.DATETIME and v is not None}
    read = form.evaluate(_script(), sorted(instants))
    controls = TypeAdapter(list[ReadControl]).validate_python(read["controls"])
    for item, value in pairs:
        if item.type is FieldType.REFS:
            wrong = _wrong_group(driver, form, item, value, words)
            if wrong is not None:
                return wrong
            continue
        control = _control(driver, item, form, controls)
        text = value if item.type is not FieldType.DATETIME else read["local"].get(str(value))
        if not _holds(item, control, text, words):
            shown = str(control.checked) if control.kind == "check" else control.text
            return RowDifference(
                f"{item.label} holds another value",
                _meant(item, value, words) + _local(item, value, text),
                shown or "nothing",
                item.name,
            )
    return None


def _local(item: EntityField, value: JsonValue, local: JsonValue) -> str:
    """How the control has an instant: by the browser's clock."""
    is_instant = item.type is FieldType.DATETIME and value is not None
    return f", here {local}" if is_instant else ""


def _wrong_group(
    driver: Driver, form: Locator, item: EntityField, value: JsonValue, words: Words
) -> RowDifference | None:
    """The difference if other records are chosen than those that the value refers to."""
    chosen = several.chosen(driver.group(item, form))
    wanted = names_of(item, value, words)
    fits = len(chosen) == len(wanted) and all(
        any(name in text for text in chosen) for name in wanted
    )
    if fits:
        return None
    return RowDifference(
        f"{item.label} has other records chosen",
        ", ".join(wanted) or "nothing",
        ", ".join(chosen) or "nothing",
        item.name,
    )


def _control(
    driver: Driver, item: EntityField, form: Locator, controls: Sequence[ReadControl]
) -> ReadControl:
    named = [one for one in controls if is_labelled(item.label, one.name)]
    if len(named) == 1:
        return named[0]
    control = driver.control(item, form)  # by its accessible name, as the browser computes it
    kind = choices.kind_of(control)
    return ReadControl(
        name=item.label,
        kind=kind,
        text=control.input_value() if kind == "text" else choices.chosen_text(control),
        checked=kind == "check" and control.is_checked(),
        options=choices.options_of(driver.page, control) if kind == "group" else [],
    )


def _holds(item: EntityField, control: ReadControl, value: JsonValue, words: Words) -> bool:
    if control.kind == "check":
        return control.checked is bool(value)
    if control.kind == "text":
        return _is_typed(item, control.text, value)
    if item.type is FieldType.REF:
        names = words.names.get(item.name, {})
        if value is None:
            return control.text not in names.values()
        return names.get(value, control.text) in control.text
    known = choices.options_by_value(item, control.options)
    labels = {key: option.text for key, option in known.items()} or _labels(item, words)
    if value is None:
        return control.text not in labels.values()
    key = str(value).lower() if item.type is FieldType.BOOLEAN else str(value)
    return control.text == labels[key] if key in labels else not known


def _labels(item: EntityField, words: Words) -> Mapping[str, str]:
    return words.options.get(item.name, {})


def _is_typed(item: EntityField, shown: str, value: JsonValue) -> bool:
    if value is None:
        return shown.strip() == ""
    text = str(value)
    if item.type in _NUMERIC:
        try:
            return Decimal(shown.strip().replace(",", ".")) == Decimal(typed(item, value))
        except InvalidOperation:
            return False
    match item.type:
        case FieldType.LIST:  # a text a line, or parted by commas
            shown_lines = [squeezed(part) for part in shown.splitlines() if part.strip()]
            wanted = [squeezed(str(one)) for one in value] if isinstance(value, list) else []
            return wanted in (shown_lines, [squeezed(p) for p in shown.split(",") if p.strip()])
        case FieldType.DATE | FieldType.DATETIME:  # as it is typed, or written out with its day
            same = shown[: len(text)] == text
            return same or (shown[:4] != text[:4] and text[8:10] in shown)
        case FieldType.TIME:
            return shown[:5] == text[:5]
    return squeezed(shown) == squeezed(text)


def _meant(item: EntityField, value: JsonValue, words: Words) -> str:
    if value is None:
        return "nothing"
    return words.names.get(item.name, {}).get(value, str(value))


@lru_cache(maxsize=1)
def _script() -> str:
    return _SCRIPT.read_text()
