"""The ground of every domain of the office: moves of a life cycle and the agency in force."""
