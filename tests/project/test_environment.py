import pytest

from hocba.core.errors import InputError
from hocba.project.environment import Environment, Stage

PRODUCTION = {"HOCBA_ENV": "production"}


def test_the_default_is_a_demonstration_without_any_setting():
    environment = Environment({})
    assert environment.stage is Stage.DEMONSTRATION
    assert environment.demanded("DATABASE_URL", default="x") == "x"
    environment.finish()


def test_everything_that_is_wrong_is_told_in_one_sentence(tmp_path):
    environment = Environment({**PRODUCTION, "DEBUG": "1", "KEY": str(tmp_path / "none")})
    environment.demanded("DATABASE_URL")
    environment.words("ALLOWED_HOSTS")
    environment.refused_in_production("DEBUG")
    environment.path("KEY", tmp_path)
    environment.secret("SECRET", kept_in=tmp_path / "secret")
    with pytest.raises(InputError) as caught:
        environment.finish()
    assert caught.value.message == (
        "Cấu hình chưa đúng: thiếu DATABASE_URL; thiếu ALLOWED_HOSTS;"
        " DEBUG không được dùng trong môi trường production;"
        f" KEY: không có {tmp_path / 'none'}; thiếu SECRET hoặc SECRET_FILE."
    )
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_stage_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="một trong: demonstration, test, production"):
        Environment({"HOCBA_ENV": "prod"}).finish()


def test_a_list_is_divided_by_commas():
    environment = Environment({**PRODUCTION, "ALLOWED_HOSTS": "hocba.vn, tra-cuu.hocba.vn,"})
    assert environment.words("ALLOWED_HOSTS") == ["hocba.vn", "tra-cuu.hocba.vn"]
    environment.finish()


def test_a_number_is_whole_and_not_negative():
    environment = Environment({"FEW": "2", "ODD": "-1"})
    assert environment.whole_number("FEW", default=0) == 2
    assert environment.whole_number("NONE", default=3) == 3
    environment.whole_number("ODD", default=0)
    with pytest.raises(InputError, match="ODD phải là một số nguyên"):
        environment.finish()


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "given").write_text("from the file\n")
    environment = Environment({**PRODUCTION, "SECRET_FILE": str(tmp_path / "given")})
    assert environment.secret("SECRET", kept_in=tmp_path / "kept") == "from the file"
    environment.finish()


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path):
    environment = Environment({"SECRET_FILE": str(tmp_path / "none")})
    environment.secret("SECRET", kept_in=tmp_path / "kept")
    with pytest.raises(InputError, match="SECRET_FILE: không đọc được"):
        environment.finish()


def test_a_demonstration_makes_a_secret_and_keeps_it(tmp_path):
    kept = tmp_path / "secret"
    first = Environment({}).secret("SECRET", kept_in=kept)
    assert Environment({}).secret("SECRET", kept_in=kept) == first
    assert kept.stat().st_mode & 0o777 == 0o600
