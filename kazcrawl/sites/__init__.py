"""Sites: each a folder that says where its editions live and how its pages look."""
