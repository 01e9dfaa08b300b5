"""The npm packages of a system under test, by its manifest and its lock file alone."""
