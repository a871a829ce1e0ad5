"""WordPress sites that republish the agency."""
