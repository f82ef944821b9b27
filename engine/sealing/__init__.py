"""Keys, encryption and commitments. Pure: key rows are passed in, nothing is stored here."""
