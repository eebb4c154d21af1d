"""The addresses of tasks."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import tasks

pages: list[URLPattern] = [
    path("viec/", tasks.listing, name="tasks"),
    path("viec/giao", tasks.give, name="give_task"),
    path("viec/bang-theo-doi", tasks.board, name="board"),
    path("viec/ban-giao/<uuid:person_id>", tasks.hand_over, name="hand_over"),
    path("viec/bien-ban/<uuid:hand_over_id>", tasks.handed_over, name="handed_over"),
    path("viec/tep/<uuid:note_id>", tasks.note_file, name="note_file"),
    path("viec/<uuid:task_id>", tasks.task, name="task"),
    path("viec/<uuid:task_id>/<slug:slug>", tasks.verb, name="task_verb"),
]
