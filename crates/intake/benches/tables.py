"""A delivery read by pandas, with keys as text so that no zero is lost. Usage: FILE"""

import sys

import pandas

from timing import tell

file = sys.argv[1]


def job():
    if file.endswith(".csv"):
        return len(pandas.read_csv(file, sep=";", dtype={"Schluessel": str}))
    return len(pandas.read_excel(file, dtype={"Schluessel": str}, engine="openpyxl"))


tell(job)
