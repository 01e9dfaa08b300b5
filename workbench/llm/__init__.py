"""Chat models per role: any OpenAI-compatible endpoint, or the offline blueprint model."""
