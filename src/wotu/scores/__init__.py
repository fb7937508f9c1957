"""Composite indicators: the method of the OECD/JRC handbook, with uncertainty by default.

Source:  OECD, European Union, Joint Research Centre: *Handbook on Constructing Composite
Indicators: Methodology and User Guide*, OECD Publishing, 2008.
"""
