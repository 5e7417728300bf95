from django.urls import path

from annotator.releases import views

urlpatterns = [
    path("", views.export, name="export"),
    path("earlier/", views.export_earlier, name="export_earlier"),
    path("<slug:format>", views.export_file, name="export_file"),
]
