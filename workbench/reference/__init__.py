"""The executable plan, its traces, and the test data and accounts that traces use."""
