"""Prices come from a maintained table; what is not in it has no price."""

from __future__ import annotations

from decimal import Decimal

from workbench.llm.prices import cost_usd


def test_a_known_model_has_a_price() -> None:
    price = cost_usd("openai:gpt-5", "", 1_000_000, 0)
    assert price is not None
    assert price > 0


def test_the_endpoints_address_decides_whose_price_it_is() -> None:
    assert cost_usd("openai:gpt-5", "http://localhost:11434/v1", 1_000, 1_000) is None


def test_a_model_of_ones_own_has_no_price() -> None:
    assert cost_usd("openai:llama3:8b", "", 1_000, 1_000) is None


def test_the_offline_model_is_free() -> None:
    assert cost_usd("offline", "", 1_000, 1_000) == Decimal(0)
