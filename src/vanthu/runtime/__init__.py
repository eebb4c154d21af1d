"""What the office and the axis share of plumbing, and nothing of their business.

Settings files, the database, write transactions, the byte store, leased rows, the clock and the two
ways a process runs (server and worker). Neither program is imported here.
"""
