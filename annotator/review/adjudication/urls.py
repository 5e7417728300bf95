from django.urls import path

from annotator.review.adjudication import views

urlpatterns = [
    path("", views.adjudication, name="adjudication"),
    path("own/", views.adjudication_own, name="adjudication_own"),
    path("<int:pk>/", views.adjudication_item, name="adjudication_item"),
    path("<int:pk>/decide/", views.adjudication_decide, name="adjudication_decide"),
    path("<int:pk>/take-back/", views.adjudication_take_back, name="adjudication_take_back"),
]
