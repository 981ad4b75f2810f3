"""Points placed in outlines by geopandas or by shapely's tree. Usage: OUTLINES POINTS CORNERS geopandas|shapely"""

import sys

import geopandas
import numpy
import shapely

from timing import tell

corners = int(sys.argv[3])
outlines = shapely.polygons(numpy.fromfile(sys.argv[1]).reshape(-1, corners, 2))
x, y = numpy.fromfile(sys.argv[2]).reshape(-1, 2).T.copy()


def by_geopandas():
    areas = geopandas.GeoDataFrame(geometry=outlines)
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y))
    found = geopandas.sjoin(points, areas, predicate="intersects", how="inner")
    return found.index_right.groupby(found.index).min().sum() if found.index.has_duplicates else found.index_right.sum()


def by_shapely():
    point, area = shapely.STRtree(outlines).query(shapely.points(x, y), predicate="intersects")
    lowest = numpy.full(len(x), len(outlines))
    numpy.minimum.at(lowest, point, area)
    return lowest[lowest < len(outlines)].sum()


tell({"geopandas": by_geopandas, "shapely": by_shapely}[sys.argv[4]])
