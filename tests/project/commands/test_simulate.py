"""``hocba simulate``."""

import pytest
from click.testing import CliRunner

from hocba.core.errors import InputError
from hocba.project.commands.simulate import command
from hocba.project.environment import Stage


@pytest.mark.django_db
def test_it_makes_a_part_of_the_city_and_says_how_much(tmp_path, settings):
    settings.HOCBA_HOME = tmp_path / "home"
    arguments = [str(tmp_path / "city"), "--pages", "20", "--workers", "1"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.return_value == 0
    assert "20 học bạ" in result.output
    assert len(list((tmp_path / "city").glob("*/*.xml"))) > 0


def test_production_has_no_use_for_a_made_up_city(tmp_path, settings):
    settings.HOCBA_STAGE = Stage.PRODUCTION
    result = CliRunner().invoke(command, [str(tmp_path / "city")], standalone_mode=False)
    assert isinstance(result.exception, InputError)
    assert not (tmp_path / "city").exists()
