"""The pages. A view reads the clock and the form, calls one verb or question, and shows what came."""
