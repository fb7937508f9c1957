"""The Technology Achievement Index as the OECD/JRC handbook works it through.

Figures of table A.2 (23 countries) and of tables 16 to 19.
Source:  OECD, European Union, Joint Research Centre: Handbook on Constructing Composite
Indicators: Methodology and User Guide, OECD Publishing, 2008, pages 90-100 and 152.
"""

import numpy as np

# Patents, royalties, internet, exports, telephones (log), electricity (log), schooling, university
_RAW = """
Finland        187 125.6 200.2 50.7 3.08 4.15 10   27.4
United_States  289 130   179.1 66.2 3.00 4.07 12   13.9
Sweden         271 156.6 125.8 59.7 3.10 4.14 11.4 15.3
Japan          994 64.6  49    80.8 3.00 3.86 9.5  10
Korea          779 9.8   4.8   66.7 2.97 3.65 10.8 23.2
Netherlands    189 151.2 136   50.9 3.02 3.77 9.4  9.5
United_Kingdom 82  134   57.4  61.9 3.02 3.73 9.4  14.9
Canada         31  38.6  108   48.7 2.94 4.18 11.6 14.2
Australia      75  18.2  125.9 16.2 2.94 3.94 10.9 25.3
Singapore      8   25.5  72.3  74.9 2.95 3.83 7.1  24.2
Germany        235 36.8  41.2  64.2 2.94 3.75 10.2 14.4
Norway         103 20.2  193.6 19   3.12 4.39 11.9 11.2
Ireland        106 110.3 48.6  53.6 2.97 3.68 9.4  12.3
Belgium        72  73.9  58.9  47.6 2.91 3.86 9.3  13.6
New_Zealand    103 13    146.7 15.4 2.86 3.91 11.7 13.1
Austria        165 14.8  84.2  50.3 2.99 3.79 8.4  13.6
France         205 33.6  36.4  58.9 2.97 3.80 7.9  12.6
Israel         74  43.6  43.2  45   2.96 3.74 9.6  11
Spain          42  8.6   21    53.4 2.86 3.62 7.3  15.6
Italy          13  9.8   30.4  51   3.00 3.65 7.2  13
Czech_Republic 28  4.2   25    51.7 2.75 3.68 9.5  8.2
Hungary        26  6.2   21.6  63.5 2.73 3.46 9.1  7.7
Slovenia       105 4     20.3  49.5 2.84 3.71 7.1  10.6
"""
COUNTRIES = tuple(line.split()[0] for line in _RAW.strip().splitlines())
RAW = np.array([line.split()[1:] for line in _RAW.strip().splitlines()], dtype=float).T
SCALED = (RAW - RAW.min(axis=1, keepdims=True)) / np.ptp(RAW, axis=1)[:, None]
"""Min-max, 0 to 1; (indicators, countries)."""

EIGENVALUES = (3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1)
EXPLAINED = (2.64, 1.39, 1.19, 1.76)
LOADINGS = np.array(
    [
        (0.07, 0.97, 0.06, 0.06),
        (0.13, 0.07, 0.07, 0.93),
        (0.79, 0.21, 0.21, 0.42),
        (0.64, 0.56, 0.04, 0.36),
        (0.37, 0.17, 0.38, 0.68),
        (0.82, 0.04, 0.25, 0.35),
        (0.88, 0.23, 0.09, 0.09),
        (0.08, 0.04, 0.96, 0.04),
    ]
)
"""Table 17: absolute loadings on the four rotated factors (signs are arbitrary)."""
COMPONENT_WEIGHTS = (0.17, 0.15, 0.11, 0.07, 0.08, 0.12, 0.14, 0.16)
BENEFIT_OF_DOUBT = (
    *(1, 1, 1, 0.87, 0.80, 0.75, 0.71, 0.73, 0.66, 0.62, 0.62, 0.86),
    *(0.60, 0.54, 0.58, 0.52, 0.51, 0.49, 0.34, 0.38, 0.31, 0.27, 0.28),
)
"""Table 19, each indicator carrying from 10% to 15% of the weight (endnote 29)."""
