"""The engine behind the spiders: walks over listings, articles read and accounted for."""
