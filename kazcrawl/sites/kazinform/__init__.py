"""The agency: seven editions, four generations of pages."""
