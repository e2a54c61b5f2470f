"""Plain Python: what the clinic's words mean. No Qt, SQL, HTTP, wall clock or logging."""
