"""The addresses of tasks and notices."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import hand_overs, notices, task_page, task_rules, tasks

pages: list[URLPattern] = [
    path("viec/", tasks.listing, name="tasks"),
    path("viec/giao", task_page.give, name="give_task"),
    path("viec/quy-tac", task_rules.rules, name="task_rules"),
    path("viec/quy-tac/<slug:slug>", task_rules.verb, name="task_rule_new"),
    path("viec/quy-tac/<slug:slug>/<uuid:thing_id>", task_rules.verb, name="task_rule"),
    path("thong-bao/", notices.listing, name="notices"),
    path("thong-bao/cai-dat", notices.choices, name="notice_choices"),
    path("thong-bao/thiet-bi", notices.add_device, name="add_device"),
    path("thong-bao/thiet-bi/<uuid:device_id>/bo", notices.remove_device, name="remove_device"),
    path("thong-bao/da-doc", notices.read_all, name="notices_read"),
    path("thong-bao/<uuid:notice_id>", notices.open_notice, name="notice"),
    path("viec/bang-theo-doi", tasks.board, name="board"),
    path("viec/ban-giao/<uuid:person_id>", hand_overs.hand_over, name="hand_over"),
    path("viec/bien-ban/<uuid:hand_over_id>", hand_overs.handed_over, name="handed_over"),
    path("viec/tep/<uuid:note_id>", task_page.note_file, name="note_file"),
    path("viec/<uuid:task_id>", task_page.task, name="task"),
    path("viec/<uuid:task_id>/<slug:slug>", task_page.verb, name="task_verb"),
]
