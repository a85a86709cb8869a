"""What every answer tells the browser: load nothing from elsewhere, keep nothing, tell nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script at all: everything works without one, so none is let in."""

POLICY_WITH_WORKER = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; worker-src 'self'"
"""For the page that has something to be computed."""

_FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "magnetometer"),
    *("microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock"),
    *("usb", "xr-spatial-tracking"),
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Set unless the view or the file server has its own word: static files may be kept.

What Django itself can set (nosniff, Referrer-Policy, X-Frame-Options, COOP, HSTS) is in the
settings.
"""


def security_headers(get_response: Answer) -> Answer:
    """Middleware, the outermost, so that error pages and static files have the headers too."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer
