"""The failures of calls to models. Each message says what to do."""

from __future__ import annotations

from workbench.errors import EnvironmentMissing, InputError


class ModelFailed(EnvironmentMissing):
    """A model gave no usable answer."""

    def __init__(self, model: str, message: str) -> None:
        self.model = model
        super().__init__(f"{model}: {message}")


class KeyRefused(ModelFailed):
    """401 or 403: the endpoint does not accept the key."""

    def __init__(self, model: str) -> None:
        super().__init__(model, "the key was rejected; check OPENAI_API_KEY")


class ModelNotServed(ModelFailed):
    """404: the endpoint has no such model, or its URL is wrong."""

    def __init__(self, model: str) -> None:
        super().__init__(
            model, "the endpoint does not know this model; check its name and OPENAI_BASE_URL"
        )


class RateLimited(ModelFailed):
    """429 on the last try, after waiting as Retry-After says."""

    def __init__(self, model: str, tries: int) -> None:
        self.tries = tries
        super().__init__(
            model, f"the endpoint's limit was reached {tries} times; wait, then stackwright resume"
        )


class EndpointDown(ModelFailed):
    """No connection, or a 5xx, on the last try."""

    def __init__(self, model: str, what: str) -> None:
        self.what = what
        super().__init__(model, f"the endpoint does not respond ({what}); check OPENAI_BASE_URL")


class EndpointTimeout(ModelFailed):
    """No answer within the time limit, on the last try."""

    def __init__(self, model: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            model, f"no answer within {seconds:.0f} s; try a smaller model, or stackwright resume"
        )


class StreamDropped(ModelFailed):
    """The answer broke off in the middle, on the last try."""

    def __init__(self, model: str, tries: int) -> None:
        self.tries = tries
        super().__init__(
            model, f"the connection broke off in the middle of {tries} answers; stackwright resume"
        )


class NotAnAnswer(ModelFailed):
    """The endpoint's reply is not a chat completion: a web page, broken JSON, another API."""

    def __init__(self, model: str, shown: str) -> None:
        self.shown = shown
        super().__init__(
            model, f"the reply is not a chat completion ({shown}); check OPENAI_BASE_URL"
        )


class RequestRefused(ModelFailed):
    """Another 4xx: the endpoint says that the request itself is wrong."""

    def __init__(self, model: str, status: int, said: str) -> None:
        self.status = status
        self.said = said
        super().__init__(model, f"the endpoint rejected the request with {status}: {said}")


class ModelRefused(ModelFailed):
    """The model or its filter declined to answer."""

    def __init__(self, model: str, said: str) -> None:
        self.said = said
        super().__init__(model, f"it declined: {said}; word the request differently")


class TooManyRequests(ModelFailed):
    """One node has used all of its requests to the model, including repetitions."""

    def __init__(self, model: str) -> None:
        super().__init__(
            model,
            "it was asked too often without a usable answer; try another model, then "
            "stackwright resume",
        )


class NoPlan(ModelFailed):
    """No answer of the planner, up to the last, has a plan that can be built."""

    def __init__(self, model: str, complaints: str) -> None:
        self.complaints = complaints
        super().__init__(model, f"no plan that can be built: {complaints}")


class NotRecorded(InputError):
    """A replay has no answer to a call: the recorded run took another path."""

    def __init__(self, role: str, ordinal: int, folder: str) -> None:
        self.role = role
        self.ordinal = ordinal
        super().__init__(
            f"--replay {folder}: the {role}'s answer number {ordinal + 1} was not recorded, as the "
            "recorded run took another path; record it again with --record"
        )
