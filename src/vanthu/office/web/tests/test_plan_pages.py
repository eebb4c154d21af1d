"""Plans of work on their pages: made, given, split, read as a tree, taken along as a sheet, copied."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.apps import apps

from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

Task = apps.get_model("assignments", "Task")


def typed(**changed: Any) -> dict[str, Any]:
    said = {"kind": "programme", "title": "Chương trình công tác tháng 3", "unit": "co-quan"}
    return {**said, "starts_on": "01/03/2026", "ends_on": "31/03/2026", **changed}


def written(sheet: bytes) -> tuple[dict[str, str], str]:
    """The words of a sheet with the first cell of each, and its cells as XML."""
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode())
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    places = re.findall(r'<c r="([A-Z]+\d+)"[^>]* t="s"><v>(\d+)</v>', cells)
    found: dict[str, str] = {}
    for place, number in places:
        found.setdefault(strings[int(number)], place)
    return found, cells


def test_from_the_plan_to_its_parts_and_the_next_period(office: Cast, browse: Browse) -> None:
    dung, binh = browse(office.dung), browse(office.binh)
    page = dung.post("/ke-hoach/lap", typed())["Location"]
    item = {"title": "=Rà soát", "lead_unit": str(office.ccvc.pk), "due_on": "20/03/2026", "urgency": "0"}
    assert dung.post(f"{page}/them-viec", item).status_code == 302
    assert dung.post(f"{page}/them-viec", {**item, "due_on": "01/04/2026"}).status_code == 422
    task = Task.of_all_agencies.get()
    part = {"title": "Phần một", "person": str(office.an.pk), "due_on": "10/03/2026"}
    assert binh.post(f"/viec/{task.pk}/chia-viec", part).status_code == 302
    shown = text_of(binh.get(page))
    assert all(words in shown for words in ("=Rà soát", "Phần một", "1.1", "xong 0/1 việc"))
    assert "xong 0/1" in text_of(dung.get("/ke-hoach/"))
    words, cells = written(dung.get(f"{page}/ke-hoach.xlsx").content)
    assert [words[word] for word in ("STT", "=Rà soát", "1.1", "Phần một")] == ["A5", "B6", "A7", "B7"]
    assert "<f>" not in cells, "no formula, whatever a title begins with"
    copying = text_of(dung.get(f"{page}/chep"))
    assert 'value="01/04/2026"' in copying
    assert 'value="30/04/2026"' in copying
    made = dung.post(f"{page}/chep", typed(title="Tháng 4", starts_on="01/04/2026", ends_on="30/04/2026"))
    assert "Phần một" in text_of(dung.get(made["Location"]))
    assert "Tháng 4" in text_of(dung.get(page))


def test_a_head_makes_the_plan_of_his_unit_only(office: Cast, browse: Browse) -> None:
    binh = browse(office.binh)
    assert binh.post("/ke-hoach/lap", typed()).status_code == 422
    page = binh.post("/ke-hoach/lap", typed(unit=str(office.ccvc.pk)))["Location"]
    assert browse(office.an).get("/ke-hoach/lap").status_code == 403
    for name, status in {"an": 200, "chi": 200, "dung": 200, "em": 404, "giang": 404}.items():
        client = browse(getattr(office, name))
        assert [client.get(one).status_code for one in (page, f"{page}/ke-hoach.xlsx")] == [status, status], name
    assert browse(office.an).post(f"{page}/them-viec", {}).status_code == 403


def test_who_sees_a_plan_does_not_open_the_tasks_of_others_from_it(office: Cast, browse: Browse) -> None:
    dung = browse(office.dung)
    page = dung.post("/ke-hoach/lap", typed())["Location"]
    item = {
        "title": "Việc của Văn phòng",
        "lead_unit": str(office.van_phong.pk),
        "due_on": "20/03/2026",
        "urgency": "0",
    }
    dung.post(f"{page}/them-viec", item)
    address = f"/viec/{Task.of_all_agencies.get().pk}"
    assert address in text_of(dung.get(page))
    seen = text_of(browse(office.an).get(page))
    assert "Việc của Văn phòng" in seen
    assert address not in seen
