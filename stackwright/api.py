"""The Python face: `build`, `abuild`, `verify`, `averify`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.build import build_graph
from graph.context import BuildContext
from stackwright.results import BuildResult, StackwrightError
from stackwright.verification import averify_folder
from workbench.evidence.events import Event
from workbench.evidence.verdict import Verdict

T = TypeVar("T")
Listener = Callable[[Event], None]
_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


async def abuild(
    request: str,
    *,
    out: str | Path | None = None,
    replace: bool = False,
    model: str = "offline",
    storage: str = "auto",
    max_attempts: int = 10,
    max_stagnation: int = 2,
    on_event: Listener | None = None,
) -> BuildResult:
    """Builds a system and delivers it into `out` (default: a folder here with the plan's name).

    Returns when the system is verified and when it is not. Raises `StackwrightError` only for bad
    input, a missing environment, or a rejected plan.
    """
    context = _context(
        model=model,
        storage=storage,
        max_attempts=max_attempts,
        max_stagnation=max_stagnation,
        replace=replace,
        out="" if out is None else str(Path(out).absolute()),
        into=str(Path.cwd()),
    )
    result: dict[str, Any] = {}
    stream = build_graph().astream(
        {"request": request}, context=context, stream_mode=["custom", "values"]
    )
    async for mode, chunk in stream:
        if mode == "values":
            assert isinstance(chunk, dict)
            result = chunk.get("result") or {}
        elif on_event is not None:
            on_event(_EVENTS.validate_python(chunk))
    return _result(result)


def build(request: str, **options: Any) -> BuildResult:
    """`abuild` for callers without an event loop, and for notebooks that run one of their own."""
    return _blocking(abuild(request, **options))


async def averify(folder: str | Path, *, on_event: Listener | None = None) -> Verdict:
    """Runs all gates again on a delivered folder, without a model; changes nothing in it.

    Raises `StackwrightError` when the folder holds no system of ours.
    """
    return await averify_folder(Path(folder), on_event)


def verify(folder: str | Path, *, on_event: Listener | None = None) -> Verdict:
    """`averify` for callers without an event loop."""
    return _blocking(averify(folder, on_event=on_event))


def _context(**values: Any) -> BuildContext:
    try:
        return BuildContext.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = "--" + str(first["loc"][0]).replace("_", "-")
        raise StackwrightError("input", f"{name}: {first['msg']}", 2) from error


def _result(result: dict[str, Any]) -> BuildResult:
    error = result.get("error")
    if "verdict" not in result:
        assert error is not None
        raise StackwrightError(error["kind"], error["message"], error["exit_code"])
    aside = result.get("moved_aside")
    return BuildResult(
        out=Path(result["out"]),
        verdict=Verdict.model_validate(result["verdict"]),
        moved_aside=Path(aside) if aside else None,
    )


def _blocking(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end, on a thread of its own where this one has a running loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001 (handed to the caller's thread below)
            failure.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]
