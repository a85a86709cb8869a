"""``hocba run``: the main job on the sample classes, then both nodes on the web, and a worker."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from rich.console import Console

from hocba.core.errors import InputError
from hocba.project.demonstration import ministry
from hocba.project.demonstration.job import do_main_job
from hocba.project.demonstration.ministry import MinistryNode
from hocba.project.environment import Stage
from hocba.project.processes import keep_running
from hocba.project.serving import ADDRESS, PORT, require_free_port, web
from hocba.project.working import PACE, worker

SAMPLES = Path("sample")
FAILED = 1

SIGN_IN = (
    f"Đăng nhập thử ở http://{ADDRESS}:{PORT}/dang-nhap với tên hieu-truong, giao-vien hoặc can-bo"
    " (người mẫu); mật khẩu gõ gì cũng được."
)
HOW_TO_SIGN_IN = (
    "Muốn thử đăng nhập (ký học bạ, tiến độ) với người mẫu: dừng rồi chạy «IDENTITY=1 make run»."
)


@click.command(help="Đưa bốn lớp mẫu từ bảng điểm tới bản in đã xác thực, rồi mở trang web.")
@click.option("--once", is_flag=True, help="Làm xong thì dừng, không mở trang web.")
@click.option(
    "--samples",
    type=click.Path(path_type=Path),
    default=SAMPLES,
    help="Thư mục chứa bốn bảng điểm mẫu.",
)
def command(once: bool, samples: Path) -> int:
    """Exit code 0 only if every class went all the way."""
    if settings.HOCBA_STAGE is not Stage.DEMONSTRATION:
        raise InputError("«hocba run» chỉ dùng để trình diễn; hãy bỏ HOCBA_ENV.")
    if not once:
        require_free_port()
        require_free_port(ministry.PORT)
    console = Console()
    call_command("migrate", interactive=False, verbosity=0)
    worked = do_main_job(settings.HOCBA_HOME, samples, console)
    if once or not worked:
        return 0 if worked else FAILED
    console.print(
        f"\nMở http://{ADDRESS}:{PORT} để tra cứu ở Sở, {ministry.address(ministry.PORT)}"
    )
    console.print("để tra cứu ở Bộ; bấm Ctrl+C để dừng.")
    console.print(SIGN_IN if settings.HOCBA_OIDC_ISSUER else HOW_TO_SIGN_IN)
    node = MinistryNode.beside(settings.HOCBA_HOME)
    keep_running([web(), worker(PACE), node.program(ministry.PORT)])
    return 0
