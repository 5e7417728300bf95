from django.urls import path

from annotator.releases import views

urlpatterns = [
    path("", views.export, name="export"),
]
