"""The test bed that lies: small worlds with a known truth, crawled by the real command.

Every other module of this package is a lie, found by being there; ``bed`` holds the machinery.
"""
