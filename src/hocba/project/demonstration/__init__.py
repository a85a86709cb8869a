"""The demonstration: four sample classes carried from workbook to verified PDF, then served."""
