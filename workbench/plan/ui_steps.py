"""Steps on the page, as a person takes them; names are accessible names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, model_validator

from workbench.plan.step_model import StepModel


class _UiStep(StepModel):
    """What all steps on the page share. Fields that are null count as left out."""

    kind: Literal["ui"] = "ui"

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return data


class GotoStep(_UiStep):
    """Opens a page by its address, signed in as an account where one is named."""

    action: Literal["goto"] = "goto"
    route: Annotated[str, Field(description="the page's route")]
    as_account: Annotated[
        str | None, Field(description="sign in on the page as this account first")
    ] = None

    @property
    def accounts(self) -> tuple[str, ...]:
        return () if self.as_account is None else (self.as_account,)


class FillStep(_UiStep):
    """Gives a control a value."""

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
    """Sees a text on the page."""

    action: Literal["expect_text"] = "expect_text"
    value: Annotated[JsonValue, Field(description="the text")]


class ExpectNoTextStep(_UiStep):
    """Sees that a text is not, or no longer, on the page."""

    action: Literal["expect_no_text"] = "expect_no_text"
    value: Annotated[JsonValue, Field(description="the text")]


class ExpectRequestStep(_UiStep):
    """The page has sent such a request to the API."""

    action: Literal["expect_request"] = "expect_request"
    method: Annotated[str, Field(description="HTTP method")] = "GET"
    path: Annotated[str, Field(description="path, * for one segment")]


class ExpectChartStep(_UiStep):
    """Sees a chart of the plan, with the numbers that the API answers."""

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
