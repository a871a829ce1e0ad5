"""A bad verdict to whoever wants to be told."""

from typing import Any

import orjson

from kazcrawl import clock
from kazcrawl.health import Verdict
from kazcrawl.push.channel import Message, NotTakenError, send


def push_verdict(
    verdict: Verdict, source: str, crawl_id: str, receiver: str, secret: str, patience: float
) -> str | None:
    """Tells of a verdict within ``patience`` seconds, once; gives what went wrong, one line."""
    told: dict[str, Any] = {
        "type": "kazcrawl.verdict",
        "timestamp": clock.text(clock.now()),
        "data": {
            "source": source,
            "crawl_id": crawl_id,
            "verdict": verdict.word,
            "reason": verdict.reason,
            "exit_code": verdict.exit_code,
        },
    }
    message = Message(crawl_id, orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE), _JSON)
    try:
        send(receiver, secret, message, patience)
    except NotTakenError as error:
        return f"KAZCRAWL_ON_VERDICT: {error}"
    return None


_JSON = "application/json"
