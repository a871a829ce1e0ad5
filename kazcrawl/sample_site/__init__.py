"""The agency's site on loopback, with text of its own: demo, test bed and benchmark.

Every page is a function of the seed, the moment and an article's number, made on request: a
site of 100,000 articles needs no more memory than one of 1,000.
"""
