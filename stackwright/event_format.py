"""Events as lines of text for a person."""

from __future__ import annotations

from rich.markup import escape

from workbench.evidence import events as ev
from workbench.progress.results import Status
from workbench.workspace.repair_scope import RepairScope

MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.FAILED: ("✗", "red"),
    Status.NOT_APPLICABLE: ("–", "dim"),
    Status.NOT_VERIFIED: ("?", "yellow"),
}
REPAIRS: dict[str, str] = {
    RepairScope.EDIT: "repair by edits",
    RepairScope.FILE: "repair by whole files",
    RepairScope.COMPONENT: "write the component again",
}
NODE_WORDS = {
    "prepare": "checking options and tools",
    "planner": "planning",
    "contract": "writing the scaffold",
    "backend_coder": "writing the backend",
    "frontend_coder": "writing the frontend",
    "warm_up": "filling caches",
    "installer": "installing packages",
    "tester": "building and testing",
    "validator": "using the running system",
    "judge": "deciding what is next",
    "debugger": "repairing",
    "finish": "delivering",
}


def money(usd: float | None) -> str:
    """An amount as text; "price unknown" if there is none."""
    return "price unknown" if usd is None else f"${usd:.4f}" if usd < 0.1 else f"${usd:.2f}"


def limits_of(event: ev.OptionsFrozen) -> str:
    """The limits of a run in a few words."""
    limits = [f"{event.max_attempts} attempts"]
    if event.budget_usd is not None:
        limits.append(f"${event.budget_usd:g}")
    if event.budget_tokens is not None:
        limits.append(f"{event.budget_tokens:,} tokens")
    if event.budget_seconds is not None:
        limits.append(f"{event.budget_seconds:g} s")
    return ", ".join(limits)


def line_of(event: ev.Event) -> str | None:
    """The event as a line of text; None if it is not shown."""
    match event:
        case ev.RunStarted():
            resumed = "resumed " if event.resumed else ""
            request = escape(" ".join(event.request.split())[:100])
            return f"[bold]{request}[/bold]\n{resumed}run {event.run}"
        case ev.OptionsFrozen():
            exposure = (
                f"[yellow]{escape(event.uncontained)}[/yellow]\n" if event.uncontained else ""
            )
            return (
                f"{exposure}model {escape(event.model)}, storage {event.storage} "
                f"({escape(event.storage_reason)})\nat most {limits_of(event)}"
            )
        case ev.PlanReady():
            missing = f", {len(event.unproven)} requirements unproven" if event.unproven else ""
            if event.not_covered:
                missing += f", {len(event.not_covered)} parts of the request not covered"
            repaired = [f"\n  document {escape(repair)}" for repair in event.repairs]
            return (
                f"plan [bold]{escape(event.title)}[/bold]: {', '.join(event.entities)}; "
                f"{event.operations} operations, {event.scenarios} scenarios{missing}"
                + "".join(repaired)
            )
        case ev.FilesWritten():
            return f"{event.node} wrote {len(event.paths)} files"
        case ev.InstallerFixed():
            return f"[yellow]repaired[/yellow] {escape(event.what)}"
        case ev.FindingSeen():
            place = f"{event.file}:{event.line or ''} " if event.file else ""
            return f"  [red]finding[/red] {escape(place + event.message[:160])}"
        case ev.GateFinished():
            mark, style = MARKS[Status(event.status)]
            reason = f"  {event.reason}" if event.reason else ""
            return f"[{style}]{mark} {event.gate}[/{style}] {event.seconds:.1f}s{escape(reason)}"
        case ev.AttemptJudged() if event.outcome == "repair":
            failed, repair = ", ".join(event.red), REPAIRS.get(event.scope, event.scope)
            return f"attempt {event.attempt} failed: {failed}; next: {repair}"
        case ev.ModelCalled() if event.input_tokens:
            again = ", from the recording" if event.from_recording else f", {money(event.usd)}"
            return f"{event.role}: {event.input_tokens} tokens in, {event.output_tokens} out{again}"
        case ev.ModelWaiting():
            return f"[dim]{event.role}: the model has sent nothing for {event.seconds:.0f} s[/dim]"
        case ev.PackagesAwaited():
            return f"[dim]packages: {event.seconds:.0f} s so far[/dim]"
        case ev.CacheNotFilled():
            return f"[yellow]caches not filled[/yellow] {escape(event.reason)}"
        case ev.PromptDrifted():
            return (
                "[yellow]prompt differs from the recording[/yellow]: "
                f"{event.role} call {event.ordinal}, line {event.line}: "
                f"recorded {escape(event.recorded[:80])!r}, now {escape(event.asked[:80])!r}"
            )
    return None


def detail_of(event: ev.Event) -> str | None:
    """The event in a line that only -v shows."""
    match event:
        case ev.NodeStarted():
            return f"[dim]{event.node} …[/dim]"
        case ev.NodeFinished():
            summary = f": {escape(event.summary)}" if event.summary else ""
            return f"[dim]{event.node} {event.seconds:.1f}s{summary}[/dim]"
        case ev.GateStarted():
            return f"[dim]{event.gate} …[/dim]"
        case ev.FileArriving():
            return f"[dim]  {escape(event.path)}[/dim]"
    return None
