"""The wire conventions of an entity: what it has unless the plan says other."""
