"""Agencies that sent a case: whose day leads, what is reported back to them (U15)."""
