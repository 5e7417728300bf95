from django.urls import path

from annotator.review.card import views

urlpatterns = [
    path("", views.case_card, name="case_card"),
]
