"""Plants faults in a sound system and asks its own tests, without ours, whether they notice."""
