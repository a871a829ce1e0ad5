"""One message to a receiver: a command that is given it on stdin, or an address it is posted to.

Headers are those of Standard Webhooks; a command finds them in its environment.
"""

import base64
import hashlib
import hmac
import os
import shlex
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from kazcrawl import __version__, clock

GONE = 410
_LATE = "no answer in time"
_SECRET = "whsec_"  # noqa: S105 how such secrets begin


class NotTakenError(Exception):
    """The receiver did not take a message; the message says why, in a few words.

    ``for_good``: it never wants any again.
    """

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. ``name`` (``webhook-id``) stays the same however often it is sent."""

    name: str
    body: bytes
    content_type: str


def send(receiver: str, secret: str, message: Message, patience: float) -> None:
    """Gives a message to a receiver within ``patience`` seconds, which is no time limit of a
    single wait but of all of it. Raises NotTakenError."""
    headers = _headers(message, secret)
    if is_address(receiver):
        _post(receiver, headers, message.body, patience)
    else:
        _run(receiver, headers, message.body, patience)


def is_address(receiver: str) -> bool:
    """Whether a receiver is an address; else it is a command."""
    return receiver.lower().startswith(("http://", "https://"))


def _headers(message: Message, secret: str) -> dict[str, str]:
    moment = str(int(clock.now().timestamp()))
    headers = {
        "content-type": message.content_type,
        "user-agent": f"kazcrawl/{__version__}",
        "webhook-id": message.name,
        "webhook-timestamp": moment,
    }
    if secret:
        key = base64.b64decode(secret.removeprefix(_SECRET))
        signed = f"{message.name}.{moment}.".encode() + message.body
        digest = hmac.digest(key, signed, hashlib.sha256)
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def _post(address: str, headers: dict[str, str], body: bytes, patience: float) -> None:
    said: list[int | str] = []

    def post() -> None:
        try:
            said.append(_answer(address, headers, body, patience))
        except TimeoutError:
            said.append(_LATE)
        except (OSError, HTTPException, ValueError) as error:
            said.append(str(error) or type(error).__name__)

    # A server that sends a byte a second never runs into a socket's time limit, nor does a name
    # server; a thread that is left behind ends with the process.
    thread = threading.Thread(target=post, daemon=True)
    thread.start()
    thread.join(patience)
    if not said:
        raise NotTakenError(_LATE)
    if isinstance(said[0], str):
        raise NotTakenError(said[0])
    if not 200 <= said[0] < 300:
        raise NotTakenError(f"HTTP {said[0]}", for_good=said[0] == GONE)


def _answer(address: str, headers: dict[str, str], body: bytes, patience: float) -> int:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme.lower() == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=patience)
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _run(command: str, headers: dict[str, str], body: bytes, patience: float) -> None:
    told = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    until = time.monotonic() + patience
    try:
        process = subprocess.Popen(  # noqa: S603 the operator's own command, without a shell
            shlex.split(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment() | told,
            # Whatever it starts ends with it.
            start_new_session=True,
        )
    except OSError as error:
        raise NotTakenError(error.strerror or str(error)) from error
    try:
        process.communicate(body, timeout=max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise NotTakenError("did not end in time") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        raise NotTakenError(f"exit code {process.returncode}")


def _environment() -> dict[str, str]:
    """This process's environment without settings: among them are passwords."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KAZCRAWL_")}
