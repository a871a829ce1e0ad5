"""A server's certificate is for the host that was asked, or nothing is read from it.

Twisted refuses a certificate whose names do not match, and lets pass whatever it fails to read
names of: one with a common name alone, one of whose alternative names is malformed.
"""

from ipaddress import IPv4Address, IPv6Address

from cryptography.x509 import (
    Certificate,
    DNSName,
    ExtensionNotFound,
    IPAddress,
    SubjectAlternativeName,
)
from OpenSSL import SSL, crypto
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import (
    DNS_ID,
    CertificatePattern,
    DNSPattern,
    IPAddress_ID,
    IPAddressPattern,
    verify_service_identity,
)
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

_MODE = SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT


class CertificateRefusedError(Exception):
    """A server's certificate is not trusted, or is for another name; the message says which."""

    reason = "certificate"


@implementer(IPolicyForHTTPS)
class StrictPolicy:
    """Scrapy's policy for HTTPS, with a check of names that lets nothing pass unread."""

    def __init__(self, policy: IPolicyForHTTPS) -> None:
        self._policy = policy

    def creatorForNetloc(  # noqa: N802 (Twisted's name)
        self, hostname: bytes, port: int
    ) -> IOpenSSLClientConnectionCreator:
        """What makes connections to a host whose certificate is checked."""
        creator = self._policy.creatorForNetloc(hostname, port)  # type: ignore[call-arg,misc,arg-type]
        return _StrictCreator(creator, hostname.decode("ascii"))  # type: ignore[return-value]


@implementer(IOpenSSLClientConnectionCreator)
class _StrictCreator:
    def __init__(self, creator: IOpenSSLClientConnectionCreator, host: str) -> None:
        self._creator, self._host = creator, host

    def clientConnectionForTLS(  # noqa: N802 (Twisted's name)
        self, protocol: TLSMemoryBIOProtocol
    ) -> SSL.Connection:
        """A connection with the check in place of Twisted's."""
        connection = self._creator.clientConnectionForTLS(protocol)  # type: ignore[call-arg,misc]

        def verify(
            _: SSL.Connection, leaf: crypto.X509, _error: int, depth: int, is_trusted: int
        ) -> bool:
            if not is_trusted or depth:
                return bool(is_trusted)
            try:
                check_names(leaf.to_cryptography(), self._host)
            except Exception:
                protocol.failVerification(Failure())  # type: ignore[no-untyped-call]
                return False
            return True

        connection.set_verify(_MODE, verify)
        return connection


def check_names(certificate: Certificate, host: str) -> None:
    """Raises service_identity's errors for a certificate that is not for ``host``.

    An alternative name that is malformed is none; the common name has long counted for nothing.
    """
    try:
        extension = certificate.extensions.get_extension_for_class(SubjectAlternativeName)
    except ExtensionNotFound:
        raise CertificateError("it names no host") from None
    patterns: list[CertificatePattern] = [
        IPAddressPattern(address)
        for address in extension.value.get_values_for_type(IPAddress)
        if isinstance(address, IPv4Address | IPv6Address)
    ]
    for name in extension.value.get_values_for_type(DNSName):
        try:
            patterns.append(DNSPattern.from_bytes(name.encode("utf-8")))
        except (CertificateError, UnicodeError):
            continue
    if not patterns:
        raise CertificateError("it names no host")
    is_address = isIPAddress(host) or isIPv6Address(host)
    verify_service_identity(patterns, [(IPAddress_ID if is_address else DNS_ID)(host)], [])


def refused_certificate(error: BaseException) -> CertificateRefusedError | None:
    """What a failed connection failed for, if it was the server's certificate."""
    failed = error.__cause__
    for reason in failed.reasons if isinstance(failed, ResponseFailed) else ():
        value = reason.value
        if isinstance(value, VerificationError):
            return CertificateRefusedError("the certificate is for another name")
        if isinstance(value, CertificateError):
            return CertificateRefusedError(f"the certificate is none for a host: {value}")
        if isinstance(value, SSL.Error) and "certificate verify failed" in str(value):
            return CertificateRefusedError("the certificate is not trusted")
    return None
