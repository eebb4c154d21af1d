"""The 29 types of administrative document (ND30-A7, abbreviations of Phụ lục III) with their wire codes.

Wire type 2 is "văn bản hành chính"; the detail is the row of table B which the 2022 amendment of QCVN 102 added. "Phiếu báo" has
no row there and travels as detail 0 with its name.
"""

from datetime import date
from typing import Any

from django.db import migrations

IN_FORCE = date(2020, 3, 5)
BASIS = "Nghị định 30/2020/NĐ-CP, Điều 7 và Phụ lục III"
ADMINISTRATIVE = 2

TYPES = (
    ("nghi_quyet", "Nghị quyết", "NQ", 1),
    ("quyet_dinh", "Quyết định", "QĐ", 2),
    ("chi_thi", "Chỉ thị", "CT", 3),
    ("quy_che", "Quy chế", "QC", 4),
    ("quy_dinh", "Quy định", "QyĐ", 5),
    ("thong_cao", "Thông cáo", "TC", 6),
    ("thong_bao", "Thông báo", "TB", 7),
    ("huong_dan", "Hướng dẫn", "HD", 8),
    ("chuong_trinh", "Chương trình", "CTr", 9),
    ("ke_hoach", "Kế hoạch", "KH", 10),
    ("phuong_an", "Phương án", "PA", 11),
    ("de_an", "Đề án", "ĐA", 12),
    ("du_an", "Dự án", "DA", 13),
    ("bao_cao", "Báo cáo", "BC", 14),
    ("bien_ban", "Biên bản", "BB", 15),
    ("to_trinh", "Tờ trình", "TTr", 16),
    ("hop_dong", "Hợp đồng", "HĐ", 17),
    ("cong_van", "Công văn", "", 18),
    ("cong_dien", "Công điện", "CĐ", 19),
    ("ban_ghi_nho", "Bản ghi nhớ", "BGN", 20),
    ("ban_thoa_thuan", "Bản thỏa thuận", "BTT", 22),
    ("giay_uy_quyen", "Giấy ủy quyền", "GUQ", 24),
    ("giay_moi", "Giấy mời", "GM", 25),
    ("giay_gioi_thieu", "Giấy giới thiệu", "GGT", 26),
    ("giay_nghi_phep", "Giấy nghỉ phép", "GNP", 27),
    ("phieu_gui", "Phiếu gửi", "PG", 30),
    ("phieu_chuyen", "Phiếu chuyển", "PC", 31),
    ("phieu_bao", "Phiếu báo", "PB", 0),
    ("thu_cong", "Thư công", "", 32),
)


def load(apps: Any, schema_editor: Any) -> None:
    document_type = apps.get_model("documents", "DocumentType")
    document_type.objects.bulk_create(
        document_type(
            code=code,
            name=name,
            abbreviation=abbreviation,
            wire_type=ADMINISTRATIVE,
            wire_detail=detail,
            valid_from=IN_FORCE,
            legal_basis=BASIS,
        )
        for code, name, abbreviation, detail in TYPES
    )


def remove(apps: Any, schema_editor: Any) -> None:
    codes = [code for code, *_ in TYPES]
    apps.get_model("documents", "DocumentType").objects.filter(code__in=codes, valid_from=IN_FORCE).delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_guards")]

    operations = [migrations.RunPython(load, remove)]
