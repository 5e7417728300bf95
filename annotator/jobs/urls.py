from django.urls import path

from annotator.jobs import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/state/", views.job_state, name="job_state"),
    path("<int:pk>/stop/", views.job_stop, name="job_stop"),
]
