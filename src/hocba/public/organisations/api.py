"""``/api/public/v1``: an organisation's program takes transcripts over, typing nothing again."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from annotated_types import Len
from django.urls import URLPattern, URLResolver, path
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.parties.accounts.models import Organisation
from hocba.parties.accounts.queries import organisation_of_sender
from hocba.public.lookup.second_fact import SecondFact
from hocba.public.organisations.asking import Wanted
from hocba.public.organisations.data import as_data
from hocba.public.organisations.grounds import rights_of
from hocba.public.owners.models import Form
from hocba.public.owners.opening import open_by
from hocba.public.portal.trusted import trusted
from hocba.registry.api.callers import Request, TokenAuthentication
from hocba.registry.api.problems import Problem, answer_problems
from hocba.registry.api.schemas import PROBLEMS, LookupCode
from hocba.registry.api.urls import Api

MOST = 100
"""Transcripts in one call: the answer to 100 of 12 years is about 20 MB."""

router = Router(tags=["transcripts"])

Ending = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class WantedTranscript(Schema):
    lookup_code: LookupCode
    birth_date: date | None = Field(
        None, description="Cần khi mở theo quy định của pháp luật; được cho phép thì không cần."
    )
    id_ending: Ending | None = Field(None, description="4 số cuối của số định danh cá nhân.")


class Wish(Schema):
    wanted: Annotated[list[WantedTranscript], Len(1, MOST)]


class Taken(Schema):
    transcripts: list[dict[str, Any]] = Field(
        description="Dữ liệu từng học bạ; signed_xml của mỗi năm là bản có chữ ký, là bản gốc."
    )
    not_opened: list[str] = Field(
        description="Mã không mở được: không có, thông tin không khớp, hoặc không có quyền."
    )


@router.post(
    "/transcripts",
    response={HTTPStatus.OK: Taken, **PROBLEMS},
    summary="Nhận học bạ được cho phép, hoặc theo quy định của pháp luật",
)
def take_over(request: Request, wish: Wish) -> Taken:
    """A fixed number of queries; each transcript that is opened is logged before it is given."""
    organisation, at = _organisation(request), clock.now()
    wanted = {each.lookup_code: _wanted(each) for each in wish.wanted}
    rights = {right.code: right for right in rights_of(organisation, wanted.values(), at=at)}
    opened = open_by(rights.values(), Form.DATA, trust=trusted(), at=at)
    return Taken(
        transcripts=[as_data(found, rights[code]) for code, found in opened.items()],
        not_opened=[code for code in wanted if code not in opened],
    )


def _organisation(request: Request) -> Organisation:
    """Raises Problem (403) unless the token is for this, and its sender an organisation's."""
    found = organisation_of_sender(request.auth.sender_id)
    if found is None or not request.auth.may(Scope.TAKE_OVER):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "NGOAI_PHAM_VI",
            f"Mã truy cập không cho quyền «{Scope.TAKE_OVER}», hoặc chưa gắn với cơ quan nào.",
        )
    return found


def _wanted(said: WantedTranscript) -> Wanted:
    if said.birth_date is None or said.id_ending is None:
        return Wanted(said.lookup_code)
    return Wanted(said.lookup_code, SecondFact(said.birth_date, said.id_ending))


api = Api(
    title="Học bạ số – nhận học bạ",
    version="1",
    description="Cơ quan, tổ chức nhận học bạ. Hướng dẫn: docs/guides/organisations.md.",
    docs_url=None,
    auth=TokenAuthentication(),
    urls_namespace="public-api-1",
)
api.add_router("", router)
answer_problems(api)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
