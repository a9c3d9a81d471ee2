"""How facts get in: sheets, JSON and data packages become rows; faults in them are data."""
