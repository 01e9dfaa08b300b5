"""The rulebook: every demand that a gate makes, once, with an id."""
