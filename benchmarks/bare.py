"""The least that Django can do, as the reference: one row inserted, one small template rendered."""

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


class BareRow(models.Model):
    text = models.TextField()

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return self.text


def make_table() -> None:
    """Beside the product's tables, so that both inserts pay the same for a commit."""
    with connection.schema_editor() as editor:
        editor.create_model(BareRow)


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    BareRow.objects.create(text=request.POST["text"])
    return HttpResponse(status=201)


_page = engines["django"].from_string("<!doctype html><title>{{ title }}</title><p>{{ title }}</p>")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page.render({"title": "A small page"}, request))


urlpatterns = [path("insert/", insert), path("page/", page)]
