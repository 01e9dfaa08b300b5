"""Everything that is generated from a plan without a model."""
