"""A client's own OpenAPI document: read, normalised, and compared with the plan."""
