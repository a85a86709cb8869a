"""The public lookup: its rate and its slowest answers, under guessing, and what time tells.

Each look is on disk in the access log before it is answered. The bare side is an ASGI
application with a pool that runs the same statement, and does nothing else.
"""

from __future__ import annotations

from datetime import datetime
from http.client import HTTPConnection
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from bench.load import code_of
from bench.pupils import sample_pages
from bench.register import Register
from bench.served import load, served
from hocba.project.serving import THREADS, WORKERS

CONNECTIONS = 16
MILLISECONDS_ALLOWED = 25.0
FEW, MANY = 100_000, 2_000_000
GUESSES, HONEST, TRIES = 1_000, 200, 100
"""A second."""

ONE_IN_A_THOUSAND = 3.29
"""|z| that two samples of one distribution exceed once in a thousand times."""

OURS = ("hocba.project.wsgi:application", "--interface", "wsgi", "--blocking-threads", str(THREADS))
BARE = ("bench.bare_lookup:application", "--interface", "asgi")


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Two servers on one database, in turns."""
    register = Register()
    now = datetime.now().astimezone().isoformat()
    bare = {**register.environment, "LOOKUP_DATABASE": register.address, "LOOKED_UP_AT": now}
    workers = ("--workers", str(WORKERS))
    with served(*_first(OURS, register.environment), *workers) as ours:
        rows = [_alike(register, ours, samples=100 if short else 1_500)]
        rows.append(_tried(register, ours, seconds=2 if short else 10))
        with served(*_first(BARE, bare), *workers) as other:
            for stored in (2_000,) if short else (FEW, MANY):
                register.fill(stored)
                rows += _answered(register, ours, other, seconds=1 if short else 6)
        return rows + _guessed(register, ours, seconds=2 if short else 60)


def _first(how: tuple[str, ...], environment: dict[str, str]) -> tuple[Any, ...]:
    application, *options = how
    return (application, environment, *options)


def _answered(register: Register, ours: int, bare: int, *, seconds: float) -> list[dict[str, Any]]:
    """As fast as 16 connections go."""
    taken: dict[int, list[dict[str, Any]]] = {ours: [], bare: []}
    stream = {"name": "all", "stored": register.stored, "connections": CONNECTIONS}
    for port in (ours, bare):
        load(port, {**stream, "seconds": 1})
    for _ in range(3):
        for port, told in taken.items():
            told.append(load(port, {**stream, "seconds": seconds})["all"])
    rate = {port: median(each["rate"] for each in told) for port, told in taken.items()}
    slowest = {port: median(each["p99"] for each in told) for port, told in taken.items()}
    stored = f"{register.stored:,} stored"
    return [
        {
            "name": f"lookup answered and logged, {stored}",
            "ours": rate[ours],
            "other": rate[bare],
            "other_name": "bare ASGI, the same statement",
            "unit": "looks/s",
            "ratio": rate[ours] / rate[bare],
            "aim": 0.6,
        },
        _within(f"p99 at 16 connections, {stored} (bare: {slowest[bare]:.0f})", slowest[ours]),
    ]


def _guessed(register: Register, port: int, *, seconds: float) -> list[dict[str, Any]]:
    """Honest visitors alone, then beside guessing from one network and from everywhere."""
    some = {"stored": register.stored, "seconds": seconds}
    honest = {**some, "name": "honest", "connections": CONNECTIONS, "rate": HONEST}
    guess = {**some, "name": "guess", "connections": 64, "rate": GUESSES, "known": False}
    rows = [_within("p99 of 200 honest looks/s", load(port, honest)["honest"]["p99"])]
    for where in ("one network", "everywhere"):
        told = load(port, honest, {**guess, "one_network": where == "one network"})
        if "200" in told["guess"]["statuses"]:
            raise RuntimeError("a guess has found something")
        name = f"the same beside {told['guess']['rate']:,.0f} guesses/s from {where}"
        rows.append(_within(name, told["honest"]["p99"]))
    return rows


def _tried(register: Register, port: int, *, seconds: float) -> dict[str, Any]:
    """Honest visitors beside wrong second facts for codes that are there, from everywhere.

    So few for each code, and from each address, that limits hold up only one or another.
    """
    some = {"stored": register.stored, "seconds": seconds}
    honest = {**some, "name": "honest", "connections": CONNECTIONS, "rate": HONEST}
    tries = {**some, "name": "tries", "connections": CONNECTIONS, "rate": TRIES, "tries": True}
    told = load(port, honest, tries)
    if not set(told["tries"]["statuses"]) <= {"404", "429"}:
        raise RuntimeError(f"a try was answered otherwise: {told['tries']['statuses']}")
    name = f"p99 of 200 honest looks/s beside {told['tries']['rate']:,.0f} wrong facts/s"
    return _within(name, told["honest"]["p99"])


def _within(name: str, milliseconds: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours": milliseconds,
        "other": MILLISECONDS_ALLOWED,
        "other_name": "the time allowed",
        "unit": "ms",
        "ratio": MILLISECONDS_ALLOWED / milliseconds,
        "aim": 1.0,
    }


def _alike(register: Register, port: int, *, samples: int) -> dict[str, Any]:
    """Wrong facts for codes that are there and codes that are not, in turns, each asked once."""
    register.store(islice(sample_pages(), samples))
    wrong, unknown = [], []
    for number in range(1, samples + 1):
        wrong.append(_refused(port, code_of(number), number))
        unknown.append(_refused(port, code_of(number, known=False), samples + number))
    return {
        "name": f"wrong fact {1000 * median(wrong):.2f} ms, unknown code "
        f"{1000 * median(unknown):.2f} ms: |z| of Mann–Whitney",
        "ours": abs(_z(wrong, unknown)),
        "other": ONE_IN_A_THOUSAND,
        "other_name": "told apart by chance 1 time in 1,000",
        "unit": "",
        "ratio": ONE_IN_A_THOUSAND / abs(_z(wrong, unknown)),
        "aim": 1.0,
    }


def _refused(port: int, code: str, visitor: int) -> float:
    """Seconds until a wrong fact is refused, from an address that has not asked before."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.connect()
    fact = urlencode({"ngay_sinh": "01/01/1970", "so_cuoi": "0000"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.{visitor >> 8 & 255}.{visitor & 255}.1",
    }
    started = perf_counter()
    connection.request("POST", f"/tra-cuu/{code}", fact, headers)
    response = connection.getresponse()
    response.read()
    taken = perf_counter() - started
    connection.close()
    if response.status != 404:
        raise RuntimeError(f"refused with {response.status}")
    return taken


def _z(one: list[float], other: list[float]) -> float:
    """The statistic of Mann and Whitney in standard deviations; times have no ties."""
    ranked = sorted([(each, True) for each in one] + [(each, False) for each in other])
    ranks = sum(rank for rank, (_, ours) in enumerate(ranked, 1) if ours)
    m, n = len(one), len(other)
    mean, deviation = m * (m + n + 1) / 2, (m * n * (m + n + 1) / 12) ** 0.5
    return (ranks - mean) / deviation
