"""QCVN 102:2016/BTTTT with its amendment 1:2022 (identifiers of up to 35 characters, QĐ 20/2020/QĐ-TTg)."""
