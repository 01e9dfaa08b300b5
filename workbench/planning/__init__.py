"""From a planner's answer to an accepted plan: conventions applied, checked, and free of contradictions."""
