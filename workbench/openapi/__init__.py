"""A client's own OpenAPI document as the contract: read, normalised, and held against the plan."""
