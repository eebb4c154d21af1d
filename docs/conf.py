"""Sphinx configuration of the manual."""

project = "Văn Thư"
author = "Các tác giả Văn Thư"
language = "vi"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Văn Thư"
html_show_sphinx = False
html_theme_options = {"source_edit_link": ""}
