"""The office: its profile, roles, calendar, deadlines and the way it writes dates. Pure values."""
