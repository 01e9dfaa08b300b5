"""Seeds faults in a sound system and runs its own tests, without the derived ones, to see whether they fail."""
