"""Military confidence: the agreement, incidents, the armistice bodies and the return of remains."""
