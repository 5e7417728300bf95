from django.urls import path

from annotator.review.methods import views

urlpatterns = [
    path("", views.methods, name="methods"),
    path("methods.txt", views.methods_file, name="methods_file"),
]
