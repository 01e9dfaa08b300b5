"""Where the graph goes when a node raises: the exception becomes the run's reason to stop."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path

from langgraph.errors import NodeError
from langgraph.graph import END
from langgraph.types import Command

from graph.state import BuildState, Stop
from nodes.middleware.timing import NodeFailed
from workbench.errors import InternalError, StackwrightError
from workbench.host.faults import host_fault
from workbench.host.private_files import write_private
from workbench.progress.ledger import Ledger

TRACE_FILE = "internal-error.txt"
# The siblings of these nodes still work: their common next node goes on to the end.
NEXT_NODE = {"backend_coder": "installer", "frontend_coder": "installer", "warm_up": "installer"}


async def stop_run(state: BuildState, error: NodeError) -> Command[str]:
    """Ends the run in order: `finish` delivers the best version that there is.

    A failure of `finish` itself ends the graph; what was built stays in the run's folder.
    """
    cause = error.error
    timings = []
    if isinstance(cause, NodeFailed):
        timings, cause = [cause.timing], cause.__cause__ or cause
    stop = await asyncio.to_thread(_stop, state, cause)
    update = BuildState(stop=stop, timeline=timings)
    if error.node == "finish":
        judged = Ledger.model_validate(state.get("ledger") or {}).best is not None
        result = {"error": dict(stop), "judged": judged}
        return Command(update={**update, "result": result}, goto=END)
    return Command(update=dict(update), goto=NEXT_NODE.get(error.node, "finish"))


def _stop(state: BuildState, cause: BaseException) -> Stop:
    """The reason to stop. The trace of an internal error goes into a file of the run. Does blocking I/O."""
    cause = host_fault(cause) or cause
    if isinstance(cause, StackwrightError):
        return Stop(kind=cause.kind, message=str(cause), exit_code=cause.exit_code)
    message = f"internal error: {cause!r}"
    if "run" in state:
        trace = Path(state["run"]["folder"]) / TRACE_FILE
        write_private(trace, "".join(traceback.format_exception(cause)))
        message += f"; its trace is in {trace}; continue with: stackwright resume"
    return Stop(kind=InternalError.kind, message=message, exit_code=InternalError.exit_code)
