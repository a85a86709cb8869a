"""The ``hocba`` command.

A command's module is loaded when the command is called, and Django only for those that need
it: ``hocba check`` and ``hocba verify`` work without a database, settings or a network.

Exit codes: 0 good, 1 findings or failed, 2 could not be done, 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import click

from hocba.core.errors import HocbaError
from hocba.project.help import COMMAND, OPTIONS, VietnameseContext, in_vietnamese

COULD_NOT = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is not loaded yet: its module, one line of help, whether it needs Django."""

    module: str
    help: str
    needs_django: bool = True


COMMANDS = {
    "check": Entry("check", "Kiểm tra bảng tổng hợp của một lớp.", needs_django=False),
    "verify": Entry("verify", "Kiểm tra chữ ký của gói tin hoặc học bạ.", needs_django=False),
    "preserve": Entry("preserve", "Thêm chứng cứ lưu trữ vào học bạ, bản PDF.", needs_django=False),
    "lookup": Entry("lookup", "Tra cứu học bạ theo mã."),
    "copy": Entry("copy", "Tra một bản in theo số: cấp cho ai, nay ra sao."),
    "print": Entry("print", "In học bạ của cả lớp hoặc cả trường vào một tệp."),
    "export": Entry("export", "Xuất trang học bạ đã kí kèm bằng chứng lâu dài."),
    "proof": Entry("proof", "Ghi chứng minh rằng một trang đã được chốt vào sổ cái."),
    "organisation": Entry("organisation", "Cơ quan nhận học bạ, và căn cứ pháp lý."),
    "parent": Entry("parent", "Ghi nhận cha, mẹ, người giám hộ của học sinh."),
    "preview": Entry("preview", "In thử một học bạ để xem mẫu in.", needs_django=False),
    "run": Entry("run", "Làm toàn bộ việc chính trên dữ liệu mẫu, rồi mở trang web."),
    "peer": Entry("peer", "Ghi nhận chứng thư số của một Sở, ở nút của Bộ."),
    "reconcile": Entry("reconcile", "Đối soát sổ cái với nút bên kia (Sở và Bộ)."),
    "report": Entry("report", "Báo cáo Bộ những học bạ đã chốt, tới khi có đủ biên nhận."),
    "sign": Entry("sign", "Ký học bạ của một lớp bằng thiết bị ký."),
    "simulate": Entry("simulate", "Tạo gói tin đã ký của một thành phố mô phỏng."),
    "order": Entry("order", "Đề nghị đã ký của trường: lập và ký, gửi Sở, thực hiện ở Sở."),
    "draft": Entry("draft", "Lập học bạ nháp từ bảng tổng hợp của một lớp."),
    "withdraw": Entry("withdraw", "Rút chữ ký của học bạ chưa nộp, để sửa và ký lại."),
    "follow": Entry("follow", "Hỏi Sở học bạ nào đã chốt, đã thu hồi, đã thay thế."),
    "pack": Entry("pack", "Đóng học bạ đã phát hành của một lớp thành gói tin."),
    "receipt": Entry("receipt", "Nhận biên nhận của Sở, ghi kết quả từng học bạ."),
    "submit": Entry("submit", "Nộp Sở những gói tin đã ký của trường, nhận biên nhận."),
    "stamp": Entry("stamp", "Xin dấu thời gian cho các đầu sổ cái, học bạ đã ký."),
    "staff": Entry("staff", "Nhân sự: phân công, thôi phân công, số định danh để đăng nhập."),
    "substitute": Entry("substitute", "Ghi nhận uỷ quyền hoặc ký thay, có thời hạn."),
    "calendar": Entry("calendar", "Các hạn nộp học bạ của một năm học."),
    "lock": Entry("lock", "Chốt học bạ đến hạn."),
    "late": Entry("late", "Nộp muộn có lý do: đề nghị, cho phép, liệt kê."),
    "transfer": Entry("transfer", "Chuyển giao, tiếp nhận học bạ khi học sinh chuyển trường."),
    "work": Entry("work", "Chạy các tiến trình tiếp nhận gói tin đã nộp."),
    "tiles": Entry("tiles", "Ghi sổ cái thành tệp tĩnh để ai cũng sao chép được."),
    "token": Entry("token", "Cấp, thay, thu hồi mã truy cập của phần mềm khác."),
    "backup": Entry("backup", "Sao lưu toàn bộ cơ sở dữ liệu."),
    "restore": Entry("restore", "Khôi phục một bản sao lưu vào cơ sở dữ liệu trống."),
    "migrate": Entry("migrate", "Tạo hoặc nâng cấp cơ sở dữ liệu và danh mục đơn vị."),
    "audit": Entry("audit", "Kiểm tra lại toàn bộ sổ đăng ký và sổ cái."),
    "journal": Entry("journal", "Nhật ký: ai làm gì, lúc nào, từ đâu."),
    "witness": Entry("witness", "Làm nhân chứng cho một sổ cái.", needs_django=False),
    "ministry": Entry("ministry", "Chạy nút của Bộ để trình diễn."),
    "manage": Entry("manage", "Chạy một lệnh quản trị của Django."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    context_class = VietnameseContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_django:
            importlib.import_module("hocba.project.django_setup").setup()
        module = importlib.import_module(f"hocba.project.commands.{entry.module}")
        return in_vietnamese(module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Các lệnh"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    help="Học bạ số: từ bảng điểm của lớp tới bản in được xác thực.",
    options_metavar=OPTIONS,
    subcommand_metavar=COMMAND,
)
def hocba() -> None:
    """The group itself does nothing."""


def main() -> None:
    """The entry point of the installed program; being told to end, it still leaves in order."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; whatever went wrong ends as one sentence."""
    try:
        result = hocba.main(list(arguments), prog_name="hocba", standalone_mode=False)
    except HocbaError as error:
        return _say(error.message)
    except click.Abort:
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        return _say(error.format_message())
    except click.UsageError as error:
        return _say(_usage_sentence(error))
    except _outages() as error:
        return _say(_outage_sentence(error))
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _say(_system_sentence(error))
    except Exception as error:  # noqa: BLE001 - the last border before a user
        return _say(_unforeseen_sentence(error))
    return result if isinstance(result, int) else 0


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return COULD_NOT


def _outages() -> tuple[type[Exception], ...]:
    """Django's words for a database that is away, if this command has loaded Django at all."""
    database = sys.modules.get("django.db")
    return (database.OperationalError, database.InterfaceError) if database else ()


def _outage_sentence(error: Exception) -> str:
    if 'parameter "role"' in str(error):
        return "Cơ sở dữ liệu chưa có vai trò của chương trình; hãy chạy «hocba migrate» trước."
    return (
        "Cơ sở dữ liệu không trả lời; hãy kiểm tra máy chủ PostgreSQL và chỗ trống trên ổ đĩa"
        " rồi chạy lại."
    )


def _usage_sentence(error: click.UsageError) -> str:
    """What is wrong with the words of the command line, in place of click's English."""
    match error:
        case click.NoSuchCommand():
            problem = f"không có lệnh «{error.command_name}»"
        case click.NoSuchOption():
            problem = f"không có tuỳ chọn {error.option_name}"
        case click.MissingParameter():
            problem = f"thiếu {error.param.human_readable_name if error.param else 'tham số'}"
        case click.BadParameter():
            problem = f"giá trị của {_parameter_name(error)} không dùng được"
        case _:
            problem = "câu lệnh không đúng"
    command = error.ctx.command_path if error.ctx else "hocba"
    return f"Lệnh «{command}»: {problem}; hãy xem «{command} --help»."


def _parameter_name(error: click.BadParameter) -> str:
    return error.param.human_readable_name if error.param else "tham số"


def _closed_pipe() -> int:
    """The reader has gone (``| head``): say nothing, and keep Python's last flush from failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return COULD_NOT


def _system_sentence(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"Ổ đĩa đã đầy{where}; hãy dọn chỗ rồi chạy lại."
        case errno.ENOENT:
            return f"Không tìm thấy tệp hoặc thư mục{where}."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Không có quyền đọc hoặc ghi{where}."
        case _:
            return f"Hệ điều hành từ chối một thao tác{where}: lỗi số {error.errno}."


def _unforeseen_sentence(error: Exception) -> str:
    """Kind and place only: the words of an unforeseen error may hold somebody's personal data."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = f"{type(error).__name__}, {os.path.basename(place.filename)}:{place.lineno}"  # noqa: PTH119
    return f"Chương trình gặp lỗi ngoài dự kiến ({kind}); hãy báo lỗi này cho nhóm phát triển."


if __name__ == "__main__":
    main()
