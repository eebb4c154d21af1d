"""The registers of the clerk's desk as the decree prints them (ND30 Phụ lục IV): forms, and the same lines as PDF, DOCX
and XLSX, for any number of lines in bounded memory."""

from vanthu.standards.registers.docx import write_docx
from vanthu.standards.registers.forms import FORMS, Column, Form
from vanthu.standards.registers.model import Cell, Cover, Row, Written
from vanthu.standards.registers.pdf import write_pdf
from vanthu.standards.registers.xlsx import write_xlsx

__all__ = [
    "FORMS",
    "Cell",
    "Column",
    "Cover",
    "Form",
    "Row",
    "Written",
    "write_docx",
    "write_pdf",
    "write_xlsx",
]
