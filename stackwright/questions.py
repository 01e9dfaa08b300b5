"""A plan that waits for an approval, and whoever answers: a person at a terminal, or a function."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from nodes.approval import PlanApproval


@dataclass(frozen=True)
class PlanQuestion:
    """A plan that waits for an approval, as data and in words.

    `complaint` says why the last answer did not fit; it is empty at first.
    """

    plan: dict[str, Any]
    in_words: str
    complaint: str


# Answers {"decision": "approve"}, {"decision": "edit", "plan": …} or
# {"decision": "reject", "reason": …}; may return an awaitable of one.
Approver = Callable[[PlanQuestion], dict[str, Any] | Awaitable[dict[str, Any]]]


async def asked(approver: Approver, question: PlanQuestion) -> object:
    """The answer. A function that is not asynchronous runs off the event loop: it may block."""
    call = getattr(approver, "__call__", approver)  # noqa: B004 (an object's own method)
    if inspect.iscoroutinefunction(approver) or inspect.iscoroutinefunction(call):
        answer: object = approver(question)
    else:
        answer = await asyncio.to_thread(approver, question)
    return await answer if inspect.isawaitable(answer) else answer


def complaint_about(answer: object) -> str:
    """Why the answer is none of the three that there are; empty for one that is."""
    if not isinstance(answer, dict):
        return 'give {"decision": "approve"}, "edit" with a plan, or "reject" with a reason'
    try:
        PlanApproval.model_validate(answer)
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return ""


def shown(answer: object) -> str:
    """The answer in a few words."""
    text = repr(answer)
    return text if len(text) <= 80 else f"{text[:80]}…"
