"""Municipalities read, mended, simplified with shared borders and drawn by geopandas. Usage: FILE TOLERANCE LIMITS"""

import os
import sys
import tempfile

import matplotlib

matplotlib.use("svg")
import geopandas
import matplotlib.pyplot

from timing import tell

file, tolerance = sys.argv[1], float(sys.argv[2])
limits = [float(limit) for limit in sys.argv[3].split(",")]


def job():
    land = geopandas.read_file(file)
    land["size"] = land.area / 1e6
    land.geometry = land.make_valid().simplify_coverage(tolerance)
    axes = land.plot(
        column="size",
        scheme="UserDefined",
        classification_kwds={"bins": [*limits, land["size"].max()]},
        cmap="Blues",
        edgecolor="white",
        linewidth=0.2,
        figsize=(7, 9),
        legend=True,
    )
    axes.set_axis_off()
    with tempfile.TemporaryDirectory() as folder:
        axes.figure.savefig(os.path.join(folder, "germany.svg"))
    matplotlib.pyplot.close(axes.figure)
    return len(land)


tell(job)
