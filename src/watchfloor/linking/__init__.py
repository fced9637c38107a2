"""Facts become one story: reports that are copies, happenings that are one, happenings that belong together."""
