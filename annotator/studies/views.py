from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def studies(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")
