"""Certificates over real TLS: whatever names one bears, it is for the host that was asked."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import preloaded
from tests.support import ROOT, environment

NOW = datetime.now(UTC)


def _signed(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType | None,
) -> bytes:
    def name(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    builder = x509.CertificateBuilder(
        name(issuer),
        name(subject),
        key.public_key(),
        x509.random_serial_number(),
        NOW - timedelta(days=1),
        NOW + timedelta(days=1),
    )
    if extension is not None:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@contextmanager
def serving(folder: Path, common: str, names: list[x509.GeneralName]) -> Iterator[tuple[int, Path]]:
    """A server with a certificate by an own authority; gives its port and the authority."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = folder / "authority.pem"
    authority.write_bytes(
        _signed(
            "Authority",
            authority_key,
            "Authority",
            authority_key,
            x509.BasicConstraints(True, None),
        )
    )
    own = x509.SubjectAlternativeName(names) if names else None
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + _signed(common, key, "Authority", authority_key, own)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    def answer(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    if secured.recv(4096):
                        secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except OSError:
                continue

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,))
        thread.start()
        try:
            yield server.getsockname()[1], authority
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join()


def ask(port: int, authority: Path | None, host: str) -> str:
    variables = environment() | ({"SSL_CERT_FILE": str(authority)} if authority else {})
    address = f"https://{host}:{port}/"
    with preloaded.started([address], ROOT, variables, "tests.fetch.asking.ask") as asking:
        done = asking.end(timeout=300)
    return done.stdout.strip() or done.stderr


OTHER = x509.DNSName("other.example")


@pytest.mark.parametrize(
    ("common", "names", "said"),
    [
        ("x", [x509.DNSName("localhost")], "came 200"),
        ("x", [x509.DNSName("*.*.example"), x509.DNSName("localhost")], "came 200"),
        ("localhost", [OTHER], "failed certificate"),
        ("localhost", [], "failed certificate"),
        ("other.example", [], "failed certificate"),
        ("x", [x509.DNSName("*.*.example")], "failed certificate"),
        ("x", [x509.DNSName("local*")], "failed certificate"),
        ("x", [x509.IPAddress(ip_address("127.0.0.1"))], "failed certificate"),
        ("x", [x509.UniformResourceIdentifier("https://localhost/")], "failed certificate"),
    ],
)
def test_a_certificate_for_another_name_is_refused_however_it_says_its_name(
    tmp_path: Path, common: str, names: list[x509.GeneralName], said: str
) -> None:
    with serving(tmp_path, common, names) as (port, authority):
        assert ask(port, authority, "localhost") == said


def test_a_certificate_that_nobody_trusts_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path, "x", [x509.DNSName("localhost")]) as (port, _):
        assert ask(port, None, "localhost") == "failed certificate"
