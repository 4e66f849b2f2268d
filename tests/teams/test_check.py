"""Signing in, and what `proviso check` says where it fails."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
import structlog
from aiohttp import ClientSession, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from bot.teams import tokens
from bot.teams.check import faults
from bot.teams.tokens import SignIn, SignInFault
from tests.teams.microsoft import private_key
from tests.teams.tenant import Tenant

KEY = private_key("certificate")


def pem(folder: Path, ends: datetime, *, with_key: bool = True) -> Path:
    """A certificate with its private key, as a file."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Proviso")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=800))
        .not_valid_after(ends)
        .sign(KEY, hashes.SHA256())
    )
    private = KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "teams.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + (private if with_key else b""))
    return path


async def test_all_is_well(tenant: Tenant) -> None:
    assert await faults(tenant.settings()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (700016, "Microsoft Entra knows no application"),
        (90002, "Microsoft Entra knows no tenant"),
        (7000215, "Copy the secret's Value, not its Secret ID"),
        (7000222, "The client secret has expired. Make a new one"),
        (700027, "Microsoft Entra does not know the certificate"),
        (7000112, "The application is switched off"),
        (99999, "gave the bot no token (AADSTS99999)"),
    ],
)
async def test_each_refusal_says_what_to_click(tenant: Tenant, number: int, words: str) -> None:
    said = f"AADSTS{number}: Application with identifier 'x'. Trace ID: 1234-secret"
    tenant.entra = {"error": "invalid_client", "error_description": said}
    (fault,) = await faults(tenant.settings())
    assert words in fault
    assert "Trace" not in fault


async def test_the_refusals_of_the_sign_in_itself(tenant: Tenant) -> None:
    other = "5b1a5f9e-0000-4000-8000-000000000001"
    assert f"no application {other} in the tenant {tenant.tenant}" in (await faults(tenant.settings(app_id=other)))[0]
    assert f"no tenant {other}" in (await faults(tenant.settings(tenant=other)))[0]
    assert "secret is not right" in (await faults(tenant.settings(secret="wrong")))[0]


async def test_a_machine_without_a_way_out(tenant: Tenant) -> None:
    settings = tenant.settings(login="http://127.0.0.1:9", openid="http://127.0.0.1:9/")
    with structlog.testing.capture_logs() as logs:
        first, second = await faults(settings)
    assert "http://127.0.0.1:9 cannot be reached" in first
    assert "Microsoft's keys cannot be fetched" in second
    assert all("HTTPS_PROXY" in one for one in (first, second))
    assert logs == [], "what is wrong stands in these lines alone"


@pytest.mark.parametrize(("ahead", "words"), [(90, "seconds slow"), (-600, "seconds fast"), (30, "")])
async def test_a_clock_that_is_wrong(tenant: Tenant, ahead: int, words: str) -> None:
    """By what Microsoft's server says the time is."""
    tenant.ahead = ahead
    found = await faults(tenant.settings())
    assert [words in fault for fault in found] == [True] * bool(words)


# --- certificates ---


async def test_a_certificate_signs_in(tenant: Tenant, tmp_path: Path) -> None:
    """By a statement that names the certificate, and that nobody can use again elsewhere or later."""
    path = pem(tmp_path, datetime.now(UTC) + timedelta(days=365))
    settings = tenant.settings(credential="certificate", certificate=path, secret="")
    assert await faults(settings) == []
    (form,) = tenant.asked
    assert "client_secret" not in form
    assert form["scope"] == "https://api.botframework.com/.default"
    address = f"{tenant.url}/{tenant.tenant}/oauth2/v2.0/token"
    said = jwt.decode(form["client_assertion"], KEY.public_key(), ["PS256"], audience=address)
    assert said["iss"] == said["sub"] == tenant.app_id
    assert said["exp"] - said["nbf"] <= 900
    der = x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()
    assert jwt.get_unverified_header(form["client_assertion"])["x5t#S256"] == thumbprint


@pytest.mark.parametrize(("days", "words"), [(-1, "has expired"), (10, "expires soon")])
async def test_a_certificate_at_its_end(tenant: Tenant, tmp_path: Path, days: int, words: str) -> None:
    ends = datetime.now(UTC) + timedelta(days=days, hours=1)
    settings = tenant.settings(credential="certificate", certificate=pem(tmp_path, ends))
    (fault,) = await faults(settings)
    assert f"The certificate {words}, on {ends:%-d %B %Y}" in fault


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_text("no certificate"),
        lambda path: pem(path.parent, datetime.now(UTC) + timedelta(days=90), with_key=False),
    ],
)
async def test_a_certificate_file_that_cannot_be_used(
    tenant: Tenant, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    path = pem(tmp_path, datetime.now(UTC) + timedelta(days=90))
    spoil(path)
    (fault,) = await faults(tenant.settings(credential="certificate", certificate=path))
    assert "The file that [teams] certificate names cannot be used" in fault


# --- tokens ---


async def test_a_token_is_kept_until_shortly_before_its_end(tenant: Tenant) -> None:
    now = 0.0
    async with ClientSession() as session:
        signin = SignIn(tenant.settings(), session, clock=lambda: now)
        first = await signin.token()
        now = 3600 - tokens.EARLY - 1
        assert await signin.token() == first
        now += 2
        assert await signin.token() != first
        assert tenant.calls.count("POST token") == 2


async def test_a_managed_identity_where_there_is_none(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is not Azure's: the identity's own address, set to a closed port, does not answer."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:9/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret")
    (fault,) = await faults(tenant.settings(credential="managed identity", secret=""))
    assert "The managed identity cannot be used" in fault


async def test_a_managed_identity_signs_in(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Azure App Service offers it: a token by one request, with the machine's own header."""
    asked: list[dict[str, str]] = []

    async def identity(request: web.Request) -> web.Response:
        asked.append({**request.query, "header": request.headers["X-IDENTITY-HEADER"]})
        ends = int(datetime.now(UTC).timestamp()) + 3600
        return web.json_response(
            {"access_token": "t", "expires_on": str(ends), "resource": "r", "token_type": "Bearer"}
        )

    application = web.Application()
    application.add_routes([web.get("/msi/token", identity)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "machine")
    async with ClientSession() as session:
        settings = tenant.settings(credential="managed identity", secret="")
        assert await SignIn(settings, session).token() == "t"
    await runner.cleanup()
    assert asked[0]["client_id"] == tenant.app_id
    assert asked[0]["resource"] == "https://api.botframework.com"
    assert asked[0]["header"] == "machine"


async def test_an_answer_that_is_no_json_is_no_token(tenant: Tenant) -> None:
    async with ClientSession() as session:
        with pytest.raises(SignInFault) as fault:
            await SignIn(tenant.settings(login=f"{tenant.url}/v1/nothing"), session).token()
        assert not fault.value.lasting
