"""Ways to fill in unknown values, on arrays of (periods, places, indicators); no panel, no log.

Every way looks only at values that are known, and tells how far it is off: each known value is
predicted from the others as if it were unknown, and the root mean square of these residuals is the
standard error of what is filled in.

Source:  OECD/JRC handbook 2008, step 3 (imputation of missing data), pages 24-25 and 55-62.
"""
