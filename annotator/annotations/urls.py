from django.urls import path

from annotator.annotations import views

urlpatterns = [
    path("", views.desk, name="desk"),
]
