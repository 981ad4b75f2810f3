//! Zipped shapefiles as the surveyors' office exports them: cp1252 table, `.prj` without an EPSG code.

use geo::{BoundingRect, Polygon, Winding};

use super::{cp1252, zip};

const PRJ: &str = concat!(
    r#"PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989","#,
    r#"SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],"#,
    r#"PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],"#,
    r#"PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],"#,
    r#"UNIT["Meter",1.0]]"#,
);

/// A zipped shapefile: file name, then key, name and outline of each area.
pub(crate) fn shapefile(name: &str, areas: &[(String, String, Polygon)]) -> Vec<u8> {
    let records: Vec<Vec<u8>> = areas
        .iter()
        .map(|(_, _, outline)| record(outline))
        .collect();
    let bounds = bounds(areas.iter().map(|a| &a.2));
    let (mut shp, mut shx) = (Vec::new(), Vec::new());
    let length: usize = records.iter().map(|r| r.len() + 8).sum();
    shp.extend(header(100 + length, bounds));
    shx.extend(header(100 + 8 * records.len(), bounds));
    for (number, content) in (1u32..).zip(&records) {
        shx.extend(words(shp.len()).to_be_bytes());
        shx.extend(words(content.len()).to_be_bytes());
        shp.extend(number.to_be_bytes());
        shp.extend(words(content.len()).to_be_bytes());
        shp.extend(content);
    }
    let dbf = table(areas);
    zip(&[
        (&format!("{name}.shp"), shp.as_slice()),
        (&format!("{name}.shx"), shx.as_slice()),
        (&format!("{name}.dbf"), dbf.as_slice()),
        (&format!("{name}.prj"), PRJ.as_bytes()),
    ])
}

/// Lengths are counted in words of 16 bits.
fn words(bytes: usize) -> u32 {
    u32::try_from(bytes / 2).expect("small files")
}

fn header(length: usize, bounds: [f64; 4]) -> Vec<u8> {
    let mut head = Vec::with_capacity(100);
    head.extend(9994u32.to_be_bytes());
    head.extend([0; 20]);
    head.extend(words(length).to_be_bytes());
    head.extend(1000u32.to_le_bytes());
    head.extend(5u32.to_le_bytes());
    head.extend(bounds.iter().flat_map(|b| b.to_le_bytes()));
    head.extend([0; 32]);
    head
}

fn bounds<'a>(outlines: impl Iterator<Item = &'a Polygon>) -> [f64; 4] {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    outlines
        .filter_map(BoundingRect::bounding_rect)
        .fold(start, |b, r| {
            [
                b[0].min(r.min().x),
                b[1].min(r.min().y),
                b[2].max(r.max().x),
                b[3].max(r.max().y),
            ]
        })
}

fn record(outline: &Polygon) -> Vec<u8> {
    let mut rings = vec![outline.exterior().clone()];
    rings[0].make_cw_winding();
    rings.extend(outline.interiors().iter().cloned().map(|mut hole| {
        hole.make_ccw_winding();
        hole
    }));
    let points: usize = rings.iter().map(|r| r.0.len()).sum();
    let mut content = Vec::new();
    content.extend(5u32.to_le_bytes());
    content.extend(
        bounds(std::iter::once(outline))
            .iter()
            .flat_map(|b| b.to_le_bytes()),
    );
    content.extend(u32::try_from(rings.len()).expect("few rings").to_le_bytes());
    content.extend(u32::try_from(points).expect("few points").to_le_bytes());
    let mut first = 0u32;
    for ring in &rings {
        content.extend(first.to_le_bytes());
        first += u32::try_from(ring.0.len()).expect("few points");
    }
    for point in rings.iter().flat_map(|r| &r.0) {
        content.extend(point.x.to_le_bytes());
        content.extend(point.y.to_le_bytes());
    }
    content
}

fn table(areas: &[(String, String, Polygon)]) -> Vec<u8> {
    const FIELDS: [(&[u8], u8); 2] = [(b"SCHLUESSEL", 12), (b"NAME", 60)];
    let mut dbf = vec![0x03, 125, 1, 2];
    dbf.extend(u32::try_from(areas.len()).expect("few areas").to_le_bytes());
    dbf.extend((32u16 + 32 * 2 + 1).to_le_bytes());
    dbf.extend((1u16 + 12 + 60).to_le_bytes());
    dbf.extend([0; 17]);
    dbf.push(0x03); // Windows ANSI
    dbf.extend([0; 2]);
    for (name, width) in FIELDS {
        let mut field = [0u8; 32];
        field[..name.len()].copy_from_slice(name);
        field[11] = b'C';
        field[16] = width;
        dbf.extend(field);
    }
    dbf.push(0x0d);
    for (key, name, _) in areas {
        dbf.push(b' ');
        for (text, width) in [(key, 12), (name, 60)] {
            let mut cell = cp1252(text);
            cell.resize(width, b' ');
            dbf.extend(cell);
        }
    }
    dbf.push(0x1a);
    dbf
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_reader_of_shapefiles_finds_key_name_and_outline_again() {
        let square = geo::Rect::new((0.0, 0.0), (10.0, 20.0)).to_polygon();
        let bytes = shapefile("a", &[("001".to_owned(), "Mühle".to_owned(), square)]);
        let mut archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut content = Vec::new();
            archive
                .by_name(name)
                .unwrap()
                .read_to_end(&mut content)
                .unwrap();
            Cursor::new(content)
        };
        let shapes = ::shapefile::ShapeReader::with_shx(part("a.shp"), part("a.shx")).unwrap();
        let table = ::shapefile::dbase::Reader::new(part("a.dbf")).unwrap();
        let mut reader = ::shapefile::Reader::new(shapes, table);
        let (shape, row) = reader.iter_shapes_and_records().next().unwrap().unwrap();
        assert_eq!(shape.shapetype(), ::shapefile::ShapeType::Polygon);
        let text = |field: &str| match row.get(field) {
            Some(::shapefile::dbase::FieldValue::Character(Some(text))) => text.clone(),
            other => panic!("{field}: {other:?}"),
        };
        assert_eq!(
            (text("SCHLUESSEL").as_str(), text("NAME").as_str()),
            ("001", "Mühle")
        );
    }
}
