"""The contract: the plan, and everything that plain code derives from it."""
