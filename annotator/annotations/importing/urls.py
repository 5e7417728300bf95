from django.urls import path

from annotator.annotations.importing import views

urlpatterns = [
    path("", views.brought_in, name="bring_in"),
    path("<int:pk>/", views.bring_in_file, name="bring_in_file"),
    path("<int:pk>/take-back/", views.bring_in_take_back, name="bring_in_take_back"),
]
