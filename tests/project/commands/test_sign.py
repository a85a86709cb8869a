"""``hocba sign`` and ``hocba substitute``: a class is signed with a file, a token, a service.

``--timestamps`` and ``hocba stamp --school`` put timestamps into what was signed (XAdES B-T).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters import clock
from hocba.adapters.evidence import Gatherer
from hocba.adapters.keys import SigningKey
from hocba.adapters.revocation import Collector
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import Role, State
from hocba.core.signature import POLICY, Evidence, verify_page
from hocba.project.cli import run
from hocba.school.signing.actions import sign_class
from hocba.school.signing.turns import waiting_for
from tests.adapters.keys import csc_service, softhsm
from tests.authorities import Authorities
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]


@pytest.fixture
def drafted(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    clock.start_at(NOW)
    yield small_class
    clock.start_at(None)


def homeroom_code(drafted: SmallClass) -> str:
    (post,) = (post for post in drafted.desk.posts if post.teacher.homeroom == "4A1")
    return post.code


def words(drafted: SmallClass, *more: str, role: Role = Role.HOMEROOM_TEACHER) -> list[str]:
    school = drafted.class_year.school_code
    where = ["--school", school, "--year", "2023-2024", "--class", "4A1"]
    return ["sign", *where, "--role", role.value, *more]


def by_file(drafted: SmallClass, holder: str) -> list[str]:
    secret = str(drafted.keys.password_file)
    return ["--pkcs12", str(drafted.keys.file(holder)), "--secret-file", secret]


def secret_file(tmp_path: Path, secret: str) -> list[str]:
    file = tmp_path / "pin"
    file.write_text(secret)
    return ["--secret-file", str(file)]


def signed(drafted: SmallClass) -> int:
    return len(drafted.pages(state=State.SIGNED))


def test_a_class_is_signed_with_a_key_file(drafted, capsys) -> None:
    code = homeroom_code(drafted)
    assert run(words(drafted, *by_file(drafted, code))) == 0
    assert "Đã ký 6 học bạ, chưa ký được 0." in capsys.readouterr().out
    assert signed(drafted) == 6
    assert run(words(drafted, *by_file(drafted, code))) == 0
    assert "Không có học bạ nào đến lượt ký." in capsys.readouterr().out


@pytest.mark.tools("softhsm2-util")
def test_a_class_is_signed_with_a_token(drafted, tmp_path, capsys) -> None:
    key: SigningKey = drafted.keys.key(homeroom_code(drafted))
    softhsm.configure(tmp_path)
    softhsm.make_token("Cô Lan", [key])
    device = ["--token", "Cô Lan", "--module", str(softhsm.MODULE)]
    assert run(words(drafted, *device, *secret_file(tmp_path, "111111"))) == 2
    assert "PIN" in capsys.readouterr().err
    assert run(words(drafted, *device, *secret_file(tmp_path, softhsm.PIN))) == 0
    assert signed(drafted) == 6


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_class_is_signed_by_a_remote_service(drafted, monkeypatch, version) -> None:
    typed = {
        "Mật khẩu của dịch vụ ký số": csc_service.PASSWORD,
        "Mã PIN": csc_service.PIN,
        "Mã xác nhận (OTP)": csc_service.OTP,
    }
    monkeypatch.setattr("click.prompt", lambda name, **_options: typed[name])
    key = drafted.keys.key(homeroom_code(drafted))
    behaviour = csc_service.Behaviour(version=version, asks_otp=True)
    with csc_service.running({"lan": key}, behaviour) as service:
        device = ["--csc", service.address, "--csc-version", version]
        assert run(words(drafted, *device, "--csc-user", csc_service.USER)) == 0
        assert service.calls.count("signatures/signHash") == 1
    assert signed(drafted) == 6


def test_a_certificate_of_somebody_else_is_refused_before_anything_is_signed(
    drafted, capsys
) -> None:
    assert run(words(drafted, *by_file(drafted, f"{drafted.class_year.school_code}-HT"))) == 2
    assert "Hãy chọn đúng chứng thư" in capsys.readouterr().err
    assert signed(drafted) == 0


def test_a_page_whose_turn_is_past_is_left_out(drafted, capsys) -> None:
    first = drafted.pages(finished=True)[0]
    drafted.sign(drafted.signers[:1])
    homeroom_signs_alone(drafted, first.pk)
    late = drafted.signers[1]
    (post,) = (p for p in drafted.desk.posts if p.teacher.subjects == late.subjects)
    subjects = [word for each in late.subjects for word in ("--subject", each)]
    device = by_file(drafted, post.code)
    assert run(words(drafted, *subjects, *device, role=Role.SUBJECT_TEACHER)) == 0
    assert "Đã ký 5 học bạ, chưa ký được 0." in capsys.readouterr().out


def homeroom_signs_alone(drafted: SmallClass, page: int) -> None:
    signer = drafted.signers[-3]
    pages = [each for each in waiting_for(signer, drafted.class_year) if each.pk == page]
    sign_class(pages, signer, at=NOW)


@pytest.mark.parametrize(
    ("device", "sentence"),
    [
        ([], "Hãy chọn đúng một thiết bị ký"),
        (["--token", "A", "--csc", "https://ky.vn"], "Hãy chọn đúng một thiết bị ký"),
        (["--token", "A"], "Thiếu --module"),
        (["--pkcs12", "x", "--secret-file", "/không/có"], "Không đọc được mật khẩu"),
    ],
)
def test_a_device_that_is_not_named_rightly_is_told(drafted, capsys, device, sentence) -> None:
    assert run(words(drafted, *device)) == 2
    assert sentence in capsys.readouterr().err


def test_a_deputy_signs_for_the_head_once_it_is_recorded(drafted, capsys) -> None:
    drafted.sign(drafted.signers[:-2])
    school = drafted.class_year.school_code
    deputy, head = homeroom_code(drafted), f"{school}-HT"
    sign = words(drafted, "--for", head, *by_file(drafted, deputy), role=Role.HEAD)
    assert run(sign) == 2
    assert f"thay cho {head}" in capsys.readouterr().err
    record = ["substitute", "--school", school, "--person", deputy, "--for", head]
    record += ["--role", "HIEUTRUONG", "--decision", "7/QĐ", "--to", "2024-06-30"]
    assert run([*record, "--from", "24/06/2024"]) == 2
    assert "hãy viết như 2024-05-15" in capsys.readouterr().err
    assert run([*record, "--from", "2024-06-24"]) == 0
    assert run(sign) == 0
    assert {page.signatures[-1] for page in drafted.pages(state=State.SIGNED)} == {"HIEUTRUONG"}


def proven(drafted: SmallClass, authorities: Authorities, folder: Path) -> set[datetime | None]:
    """By when the last signature of each page existed, as a trusted timestamp in it shows."""
    trusted = copytree(drafted.keys.trust, folder / "trust", dirs_exist_ok=True)
    root = authorities.certificate("goc").public_bytes(Encoding.PEM)
    (trusted / "dau-thoi-gian.pem").write_bytes(root)
    gatherer = Gatherer(load_trust(trusted), Collector(clock.now))
    return {proven_at(bytes(page.content), gatherer) for page in drafted.pages(state=State.SIGNED)}


def proven_at(page: bytes, gatherer: Gatherer) -> datetime | None:
    means = {"trust": gatherer.trust, "policy": POLICY, "at": clock.now()}
    evidence = gatherer.gather(verify_page(page, **means), Evidence())
    return verify_page(page, **means, evidence=evidence).signatures[-1].proven_at


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_is_signed_is_stamped_at_once(drafted, authorities, tmp_path, capsys) -> None:
    authorities.at(NOW)
    stamps = ["--timestamps", authorities.timestamps().url]
    assert run(words(drafted, *stamps, *by_file(drafted, homeroom_code(drafted)))) == 0
    assert "Đã đóng dấu thời gian chữ ký trên 6 học bạ." in capsys.readouterr().out
    assert proven(drafted, authorities, tmp_path) == {NOW}


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_an_absent_authority_left_is_stamped_later(
    drafted, authorities, tmp_path, capsys, settings
) -> None:
    authorities.at(NOW)
    authorities.refusing.add("/tsa/")
    settings.HOCBA_TIMESTAMPS = authorities.timestamps().url
    later = ["stamp", "--school", drafted.class_year.school_code, "--class", "4A1"]
    assert run(words(drafted, *by_file(drafted, homeroom_code(drafted)))) == 0
    assert run(later) == 1
    assert "Còn 6 học bạ chưa có" in capsys.readouterr().out
    assert signed(drafted) == 6
    assert proven(drafted, authorities, tmp_path) == {None}
    authorities.at(NOW)
    assert run(later) == 0
    assert proven(drafted, authorities, tmp_path) == {NOW}
    assert run(later) == 0
    assert "trên 0 học bạ" in capsys.readouterr().out


def test_a_class_without_its_school_is_not_stamped(capsys, settings) -> None:
    settings.HOCBA_TIMESTAMPS = "http://127.0.0.1:9"
    assert run(["stamp", "--class", "4A1"]) == 2
    assert "Thiếu --school" in capsys.readouterr().err
