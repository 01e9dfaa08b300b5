"""Runs a README's commands in an empty folder, as a person would after cloning the repository."""
