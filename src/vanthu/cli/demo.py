"""`vanthu demo`: the journey of one letter, in real processes."""


def run(once: bool = False) -> None:
    """Chạy hành trình của một công văn, từ dự thảo đến hoàn thành."""
