"""Local Moran of esda (compiled by numba) on a grid. Usage: SIDE PERMUTATIONS"""

import sys

import esda
import libpysal
import numpy

from timing import tell

side, permutations = int(sys.argv[1]), int(sys.argv[2])
weights = libpysal.weights.lat2W(side, side, rook=False)
weights.transform = "r"
values = ((numpy.arange(side * side) * 7919 + 13) % 10007).astype(float)
esda.Moran_Local(values, weights, permutations=9, seed=1, n_jobs=1)  # compiled before it is timed


def job():
    found = esda.Moran_Local(
        values, weights, permutations=permutations, seed=1, n_jobs=1, keep_simulations=False
    )
    return float(found.p_sim.mean())


tell(job)
