"""What generated systems say in the plan's language, apart from the plan's own words."""
