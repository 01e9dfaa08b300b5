"""What happens around a node's own work, one concern a file; `compose` puts them together."""
