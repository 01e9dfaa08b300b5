"""Steps on the page; names are accessible names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, model_validator

from workbench.plan.language.step_model import StepModel


class _UiStep(StepModel):
    """The base of all page steps. A null field counts as left out."""

    kind: Literal["ui"] = "ui"

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return data


class GotoStep(_UiStep):
    """Opens a page by its route, signed in as an account if one is named."""

    action: Literal["goto"] = "goto"
    route: Annotated[str, Field(description="the page's route")]
    as_account: Annotated[
        str | None, Field(description="sign in on the page as this account first")
    ] = None

    @property
    def accounts(self) -> tuple[str, ...]:
        return () if self.as_account is None else (self.as_account,)


class FillStep(_UiStep):
    """Enters a value into a control."""

    action: Literal["fill"] = "fill"
    label: Annotated[str, Field(description="the control's accessible name")]
    value: Annotated[JsonValue, Field(description="the value; left out clears the control")] = None


class ClickStep(_UiStep):
    """Clicks a button, link or other control."""

    action: Literal["click"] = "click"
    name: Annotated[str, Field(description="its accessible name", min_length=1)]
    role: Annotated[str, Field(description="its ARIA role")] = "button"
    within: Annotated[
        str | None, Field(description="only inside the record that shows this text")
    ] = None


class ExpectTextStep(_UiStep):
    """Expects a text on the page."""

    action: Literal["expect_text"] = "expect_text"
    value: Annotated[JsonValue, Field(description="the text")]


class ExpectNoTextStep(_UiStep):
    """Expects that a text is not on the page."""

    action: Literal["expect_no_text"] = "expect_no_text"
    value: Annotated[JsonValue, Field(description="the text")]


class ExpectRequestStep(_UiStep):
    """Expects that the page has sent such a request to the API."""

    action: Literal["expect_request"] = "expect_request"
    method: Annotated[str, Field(description="HTTP method")] = "GET"
    path: Annotated[str, Field(description="path, * for one segment")]


class ExpectChartStep(_UiStep):
    """Expects a chart of the plan with the numbers of the API."""

    action: Literal["expect_chart"] = "expect_chart"
    name: Annotated[str, Field(description="the chart's name")]


UiStep = (
    GotoStep
    | FillStep
    | ClickStep
    | ExpectTextStep
    | ExpectNoTextStep
    | ExpectRequestStep
    | ExpectChartStep
)
AnyUiStep = Annotated[UiStep, Field(discriminator="action")]
