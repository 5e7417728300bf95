from django.urls import path

from annotator.review import views

urlpatterns = [
    path("", views.cases, name="cases"),
]
