"""Whether the cells of a table fill its grid: each place once, none left over."""

from vanthu.standards.letter.blocks import Table


def fault_of(table: Table) -> str | None:
    """What is wrong with the grid, in Vietnamese with the row; None when each place has one cell."""
    columns, taken = len(table.widths), set[tuple[int, int]]()
    if not columns or not table.rows:
        return "bảng phải có ít nhất một cột và một hàng; hãy xóa bảng hoặc thêm ô"
    if len(table.align) not in {0, columns}:
        return "số cách canh lề phải bằng số cột; hãy chọn lại canh lề cho từng cột"
    if table.header_rows >= len(table.rows):
        return "số hàng tiêu đề phải nhỏ hơn số hàng của bảng; hãy giảm số hàng tiêu đề"
    for row, cells in enumerate(table.rows):
        free = iter([column for column in range(columns) if (row, column) not in taken])
        for each in cells:
            column = next((place for place in free if (row, place) not in taken), None)
            reach = {(row + down, (column or 0) + right) for down in range(each.rows) for right in range(each.columns)}
            if column is None or not reach or max(reach) >= (len(table.rows), 0) or reach & taken:
                return f"hàng {row + 1} có ô vượt ra ngoài bảng hoặc đè lên ô khác; hãy bỏ gộp ô ở hàng này"
            if max(place for _, place in reach) >= columns:
                return f"hàng {row + 1} có nhiều ô hơn {columns} cột của bảng; hãy xóa bớt ô"
            taken |= reach
        if any((row, column) not in taken for column in range(columns)):
            return f"hàng {row + 1} thiếu ô so với {columns} cột của bảng; hãy thêm ô"
        if row == table.header_rows - 1 and any(down > row for down, _ in taken):
            return f"hàng tiêu đề {row + 1} có ô gộp xuống phần dữ liệu; hãy bỏ gộp ô ở hàng này"
    return None
