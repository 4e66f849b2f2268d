"""A mail server at the network's edge: a real one over a real socket, that refuses what real ones refuse."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SENDER, USER, PASSWORD = "proviso@larkfield.example", "proviso", "a-long-password"


@dataclass
class PostOffice:
    """What it holds, and how it behaves."""

    port: int
    trusted: ssl.SSLContext
    letters: list[EmailMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # addresses that nobody has there
    busy: int = 0  # how many more it asks to wait
    hangs_up: bool = False  # without saying what became of a message
    encrypts: bool = True
    spoken: list[str] = field(default_factory=list)  # commands, in the clear or not


@asynccontextmanager
async def post_office(folder: Path, *, tls: bool = False) -> AsyncIterator[PostOffice]:
    """An open post office; `tls`: encrypted from the first byte."""
    ours, trusted = _certificate(folder)
    office = PostOffice(0, trusted)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(office, reader, writer, ours, safe=tls).run()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=ours if tls else None)
    office.port = server.sockets[0].getsockname()[1]
    yield office
    server.close()
    await server.wait_closed()


class _Conversation:
    """SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954): nothing before it is encrypted."""

    def __init__(
        self,
        office: PostOffice,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ours: ssl.SSLContext,
        *,
        safe: bool,
    ) -> None:
        self._office, self._reader, self._writer, self._ours, self._safe = office, reader, writer, ours, safe
        self._signed_in = False

    async def run(self) -> None:
        await self._say("220 post.larkfield.example")
        while line := (await self._reader.readline()).decode().strip():
            verb = line.partition(" ")[0].upper()
            self._office.spoken.append(verb if self._safe else f"{verb} in the clear")
            if not await getattr(self, f"_{verb.lower()}", self._unknown)(line):
                return

    async def _say(self, *lines: str) -> bool:
        self._writer.write("".join(f"{one}\r\n" for one in lines).encode())
        await self._writer.drain()
        return True

    async def _unknown(self, _: str) -> bool:
        return await self._say("502 5.5.2 What?")

    async def _ehlo(self, _: str) -> bool:
        if self._safe:
            return await self._say("250-post.larkfield.example", "250 AUTH PLAIN")
        return await self._say("250-post.larkfield.example", "250 STARTTLS" if self._office.encrypts else "250 SIZE")

    async def _starttls(self, _: str) -> bool:
        await self._say("220 Go ahead")
        await self._writer.start_tls(self._ours)
        self._safe = True
        return True

    async def _auth(self, line: str) -> bool:
        if not self._safe:
            return await self._say("538 5.7.11 Encryption required")
        given = base64.b64decode(line.split()[2]).decode().split("\0")
        self._signed_in = given[1:] == [USER, PASSWORD]
        return await self._say("235 2.7.0 Welcome" if self._signed_in else "535 5.7.8 Wrong")

    async def _mail(self, line: str) -> bool:
        if not self._signed_in:
            return await self._say("530 5.7.0 Sign in first")
        return await self._say("250 OK" if f"<{SENDER}>" in line else "550 5.7.60 Not your address")

    async def _rcpt(self, line: str) -> bool:
        if self._office.busy:
            self._office.busy -= 1
            return await self._say("451 4.7.1 Come back later")
        to = line.partition("<")[2].partition(">")[0]
        return await self._say("550 5.1.1 Nobody of that name" if to in self._office.unknown else "250 OK")

    async def _data(self, _: str) -> bool:
        await self._say("354 Go ahead")
        body = (await self._reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n")
        letter = message_from_bytes(body.replace(b"\r\n", b"\n"), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self._office.letters.append(letter)
        return False if self._office.hangs_up else await self._say("250 OK")

    async def _rset(self, _: str) -> bool:
        return await self._say("250 OK")

    async def _quit(self, _: str) -> bool:
        await self._say("221 Bye")
        return False


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's certificate, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "post.pem", folder / "post.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(pem, private)
    return ours, ssl.create_default_context(cafile=str(pem))
