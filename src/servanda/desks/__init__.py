"""The desks: plain functions, a dossier and parameters in, findings out."""
