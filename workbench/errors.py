"""The tree of exceptions. Each class has a kind and the exit code that the command line ends with.

::

    StackwrightError                 kind, exit code
    ├── InputError                   input, 2: what was asked for cannot be built; says what to change
    │   ├── ImpossiblePlan           the plan cannot be built; names every place
    │   ├── UnreadablePlan           the text is not a JSON plan
    │   ├── InvalidDocument          a plan's own JSON Schemas do not fit OpenAPI
    │   ├── UnusableDocument         the client's OpenAPI document cannot be read
    │   ├── ImpossiblePath           an option names a path that nothing can have
    │   ├── OccupiedFolder           something is in the way of the delivery
    │   ├── OutsideServerFolder      a client of a server named a place that its runs may not use
    │   ├── UnknownModel             nothing serves that model name
    │   ├── UnknownRun               there is no such run
    │   ├── RunBusy                  another process works on the run
    │   ├── UsageError               the command line itself is wrong
    │   ├── BrokenRecording          a recorded call cannot be read
    │   └── NotRecorded              a replay has no answer to a call
    ├── EnvironmentMissing           environment, 3: the host lacks something; says how to get it
    │   ├── CommandFailed            a tool failed
    │   ├── InstallFailed            a package could not be installed
    │   ├── SandboxMissing           a sandbox is required, and none works
    │   ├── EditorFailed             the user's editor failed
    │   ├── HostFault                the operating system refused space, a right, a resource
    │   ├── NotDelivered             what was built could not be put into its folder
    │   ├── DamagedRun               something of a run cannot be read, nor made again
    │   └── ModelFailed              a model gave no usable answer
    │       ├── EndpointDown, EndpointTimeout, StreamDropped, NotAnAnswer
    │       ├── KeyRefused, ModelNotServed, RateLimited, RequestRefused, TooManyRequests
    │       └── ModelRefused, NoPlan
    ├── BudgetReached                budget, 1: the next call or node could exceed a limit
    ├── PlanRejected                 rejected, 1: a person rejected the plan without a reason
    ├── SystemStopped                system, 1: a delivered system, run by `stackwright run`, ended
    ├── Interrupted                  interrupted, 130 or 143: a signal ended the run
    ├── MeasurementError             internal, 70: raised and caught inside gates; never leaves one
    │   ├── NotServing, NoResponse, LoadFailure (_DataRace), NotDecided
    │   ├── StepFailed, RefusedInWords, StepWrong, NotOnPage, NotOffered
    │   ├── UnreadableFile (MissingFile), NotJson
    │   └── Unmeasurable, Tampered, MarkerMissing
    ├── RefusedPath, UnreadableAnswer    internal, 70: of an answer; the model is asked again
    ├── NodeFailed                   internal, 70: carries a node's exception to where it is handled
    └── InternalError                internal, 70: a defect of Stackwright

An exception that is not of the tree says in its docstring why it stands outside.
"""

from __future__ import annotations

from typing import ClassVar


class StackwrightError(Exception):
    """Anything that Stackwright raises on purpose. The message is one line that says what to do."""

    kind: ClassVar[str] = "internal"
    exit_code: int = 70


class InputError(StackwrightError):
    """What was asked for cannot be done as it stands. Nothing was written; change the input."""

    kind = "input"
    exit_code = 2


class EnvironmentMissing(StackwrightError):
    """The host lacks something that the run needs. The message names it; install it and resume."""

    kind = "environment"
    exit_code = 3


class BudgetReached(StackwrightError):
    """The next step could exceed a limit, so it was not begun. Raise the limit and resume."""

    kind = "budget"
    exit_code = 1

    @classmethod
    def at(cls, option: str, limit: str, spent: str) -> BudgetReached:
        """The limit that `option` sets would be exceeded; amounts have their units."""
        return cls(
            f"the budget does not allow one more step: {spent} of {limit} spent; "
            f"raise it with: stackwright resume {option} …"
        )


class PlanRejected(StackwrightError):
    """A person rejected the plan and gave no reason, which ends the run. Start another one."""

    kind = "rejected"
    exit_code = 1


class SystemStopped(StackwrightError):
    """A delivered system that `stackwright run` started did not start, or exited."""

    kind = "system"
    exit_code = 1


class MeasurementError(StackwrightError):
    """Raised inside a gate, which turns it into a finding or into *not verified*."""


class InternalError(StackwrightError):
    """A defect of Stackwright. Report it with the trace; finished work stays in the run."""


def restored(kind: str, message: str, exit_code: int) -> StackwrightError:
    """The exception of a reason to stop that was stored in a run's state."""
    families = (InputError, EnvironmentMissing, BudgetReached, PlanRejected, InternalError)
    family = next((one for one in families if one.kind == kind), InternalError)
    error = family(message)
    error.exit_code = exit_code
    return error
