"""``hocba staff``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hocba.adapters.tables import Table, as_workbook
from hocba.core.errors import InputError, UnreadableFile
from hocba.parties.actions import Employee, register_people
from hocba.parties.models import Appointment, Person, StaffEntry, Unit, UnitKind
from hocba.project.commands.staff import command

pytestmark = pytest.mark.django_db

NUMBER = "001184000123"
HEAD = ("Mã nhân sự", "Họ và tên", "Số định danh", "Mã trường", "Vai trò", "Từ ngày", "Đến ngày")
GOOD = ("GV01", "Trần Thị Lan", NUMBER, "T1", "Giáo viên chủ nhiệm", "01/09/2025", "")
BAD = ("GV02", "Vũ Văn Mẫu", "", "T9", "bảo vệ", "mai", "")


@pytest.fixture(autouse=True)
def _units():
    Unit.objects.create(code="01", name="Sở", kind=UnitKind.DEPARTMENT)
    Unit.objects.create(code="T1", name="T1", kind=UnitKind.SCHOOL, parent_id="01")


def run(*words, typed=""):
    return CliRunner().invoke(
        command, words, input=typed, catch_exceptions=False, standalone_mode=False
    )


def csv_of(folder, *rows, separator=";"):
    file = folder / "nhan-su.csv"
    file.write_text("\n".join(separator.join(row) for row in (HEAD, *rows)), encoding="utf-8-sig")
    return str(file)


def workbook_of(folder, *rows):
    file = folder / "nhan-su.xlsx"
    file.write_bytes(as_workbook(Table("Nhân sự", HEAD, rows)))
    return str(file)


class TestImport:
    @pytest.mark.parametrize("written", [csv_of, workbook_of])
    def test_a_list_is_taken_whole(self, tmp_path, written):
        result = run("import", written(tmp_path, GOOD))
        assert (result.return_value, "phân công 1" in result.output) == (0, True)
        assert Appointment.objects.get().role == "GVCN"
        assert StaffEntry.objects.count() == 3

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_csv_as_any_region_writes_it(self, tmp_path, separator):
        assert run("import", csv_of(tmp_path, GOOD, separator=separator)).return_value == 0

    def test_every_doubtful_line_is_named_and_nothing_is_taken(self, tmp_path):
        nobody = ("GV03", "Đỗ Mẫu", "12", "T9", "GVCN", "01/09/2025", "")
        result = run("import", csv_of(tmp_path, GOOD, BAD, nobody))
        assert result.return_value == 1
        assert "Dòng 3: Không rõ vai trò «bảo vệ»" in result.output
        assert "Dòng 4: Không có đơn vị «T9»" in result.output
        assert "Dòng 4: Số định danh phải gồm đúng 12 chữ số" in result.output
        assert not Person.objects.exists()

    def test_a_dry_run_records_nothing(self, tmp_path):
        result = run("import", "--dry-run", csv_of(tmp_path, GOOD))
        assert "Sẽ thay đổi" in result.output
        assert not Person.objects.exists()

    def test_no_name_and_no_number_is_told_of_what_was_taken(self, tmp_path):
        output = run("import", csv_of(tmp_path, GOOD)).output
        assert NUMBER not in output
        assert "Lan" not in output

    @pytest.mark.parametrize("content", [b"", b"Ten;Ngay\nx;y", b"\xff\xfe\x00", b"PK\x03\x04 no"])
    def test_what_is_no_such_list_is_refused_in_a_sentence(self, tmp_path, content):
        file = tmp_path / "la.csv"
        file.write_bytes(content)
        with pytest.raises(UnreadableFile):
            run("import", str(file))


class TestId:
    def test_a_number_is_recorded_and_taken_away(self):
        register_people([Employee("GV01", "Trần Thị Lan")])
        run("id", "GV01", typed=f"{NUMBER}\n")
        assert Person.objects.get().personal_id == NUMBER
        assert "không đăng nhập được nữa" in run("id", "GV01", typed="\n").output
        assert Person.objects.get().personal_id is None

    def test_somebody_unknown_is_named(self):
        with pytest.raises(InputError, match="GV99"):
            run("id", "GV99", typed=f"{NUMBER}\n")
