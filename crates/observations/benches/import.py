"""A delivery read by pandas and written into one SQLite table, committed. Usage: FILE"""

import os
import sqlite3
import sys
import tempfile

import pandas

from timing import tell

file = sys.argv[1]


def job():
    if file.endswith(".csv"):
        table = pandas.read_csv(file, sep=";", dtype={"Schluessel": str})
    else:
        table = pandas.read_excel(file, dtype={"Schluessel": str}, engine="openpyxl")
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite3.connect(os.path.join(folder, "store.sqlite"))
        rows = table.to_sql("delivery", store, index=False)
        store.commit()
        store.close()
    return rows


tell(job)
