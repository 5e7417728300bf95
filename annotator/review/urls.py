from django.urls import path

from annotator.review import views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/decide/", views.case_decide, name="case_decide"),
    path("<int:pk>/take-back/", views.case_take_back, name="case_take_back"),
]
