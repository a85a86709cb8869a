"""Version 1 of the API, put together. A later version becomes another one beside it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from hocba.registry.api import dispatches, orders, packets, schools, transcripts
from hocba.registry.api.callers import TokenAuthentication
from hocba.registry.api.problems import PROBLEM_TYPE, answer_problems


class Api(NinjaAPI):
    """Describes problems by the media type that they have."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**given)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        response["content"] = {PROBLEM_TYPE: response["content"].popitem()[1]}
        return described


api = Api(
    title="Học bạ số – tiếp nhận",
    version="1",
    description="Nộp gói tin học bạ đã ký tới Sở. Hướng dẫn: docs/api.md.",
    docs_url=None,
    auth=TokenAuthentication(),
)
api.add_router("", packets.router)
api.add_router("", schools.router)
api.add_router("", orders.router)
api.add_router("", transcripts.router)
api.add_router("", dispatches.router)
answer_problems(api)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
