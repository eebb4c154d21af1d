"""The pages. A view makes one call to an operation or a query, and shows the answer."""
