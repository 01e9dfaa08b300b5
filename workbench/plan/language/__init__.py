"""How a plan is written: the models of its parts in OpenAPI's and JSON Schema's own words."""
