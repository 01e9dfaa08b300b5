"""Rich systems as a strong model would write them, by hand: replayed in tests and in calibration."""
