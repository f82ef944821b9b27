"""Business of the office by the calendar: its starts, its checks, what its reports know."""
