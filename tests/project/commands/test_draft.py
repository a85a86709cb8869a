"""``hocba draft``: a workbook's pupils get their drafts at the school that it names."""

from __future__ import annotations

import pytest

from hocba.adapters import clock
from hocba.project.cli import run
from hocba.school.pages.models import PageVersion
from tests.school.pages.conftest import NOW, SAMPLE, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]


@pytest.fixture(autouse=True)
def _june():
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def test_the_school_is_found_by_its_name_and_again_nothing_changes(small_class: SmallClass, capsys):
    assert run(["draft", str(SAMPLE)]) == 0
    assert "34 lập mới (0 để thay thế), 0 sửa lại, 0 không đổi" in capsys.readouterr().out
    assert set(PageVersion.objects.values_list("school_code", "class_name", "state")) == {
        (small_class.class_year.school_code, "4A1", "draft")
    }
    assert run(["draft", str(SAMPLE)]) == 0
    assert "0 lập mới (0 để thay thế), 0 sửa lại, 34 không đổi" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["--school", "01C055"], ["--school", "KHONG-CO"]])
def test_another_school_than_the_workbooks_gets_none_of_its_pupils(small_class, given, capsys):
    assert run(["draft", str(SAMPLE), *given]) == 2
    assert "trường" in capsys.readouterr().err.lower()
    assert not PageVersion.objects.exists()


def test_a_pupil_who_is_held_back_is_counted_and_the_others_go_on(small_class, capsys):
    assert run(["draft", str(SAMPLE), "--grade", "2"]) == 1
    assert "bị giữ lại vì dữ liệu còn lỗi" in capsys.readouterr().err


def test_what_is_no_workbook_is_told(small_class, tmp_path, capsys):
    assert run(["draft", str(tmp_path / "không-có.xlsx")]) == 2
    assert "Không tìm thấy tệp" in capsys.readouterr().err
