from django.urls import path

from annotator.studies import views

urlpatterns = [
    path("", views.studies, name="studies"),
]
