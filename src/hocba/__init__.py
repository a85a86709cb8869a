"""Học bạ số: the digital school record of Vietnamese pupils, from workbook to verified PDF."""
