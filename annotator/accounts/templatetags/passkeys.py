"""Where a passkey can be made: browsers tie one to a name, never to the number of a machine."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.http import escape_leading_slashes

register = template.Library()


@dataclass(frozen=True, slots=True)
class BareAddress:
    """The page was asked for by a number. `named` is the same page at localhost, or "" where that is another machine
    or a name that this site does not answer to."""

    host: str
    named: str


@register.simple_tag(takes_context=True)
def bare_address(context: Any) -> BareAddress | None:
    """None when the address has a name, so that passkeys work."""
    request: HttpRequest = context["request"]
    host, port = split_domain_port(request.get_host())
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return None
    named = ""
    if address.is_loopback and validate_host("localhost", settings.ALLOWED_HOSTS):
        path = escape_leading_slashes(request.get_full_path())
        named = f"{request.scheme}://localhost{f':{port}' if port else ''}{path}"
    return BareAddress(host, named)
