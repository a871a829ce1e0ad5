"""Push: each published batch, and each bad verdict, to a command or an address that wants it."""

from kazcrawl.push.batches import begin, lag, push_batches
from kazcrawl.push.verdicts import push_verdict

PATIENCE = 10.0
"""Seconds that a run spends on it at the most."""

__all__ = ["PATIENCE", "begin", "lag", "push_batches", "push_verdict"]
