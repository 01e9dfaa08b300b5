"""The price of a call, by the table of genai-prices."""

from __future__ import annotations

from decimal import Decimal


def cost_usd(model: str, base_url: str, input_tokens: int, output_tokens: int) -> Decimal | None:
    """US dollars for one call of ``openai:NAME``; None if the table has no price, never 0.

    The offline model and replays cost nothing. The endpoint's address decides whose price it is.
    """
    provider, _, name = model.partition(":")
    if provider in ("offline", "replay"):
        return Decimal(0)
    if provider != "openai":
        return None
    # Imported here: the table is large, and the offline model needs none.
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
    try:
        if base_url:
            return calc_price(usage, model_ref=name, provider_api_url=base_url).total_price
        return calc_price(usage, model_ref=name, provider_id="openai").total_price
    except LookupError:
        return None
