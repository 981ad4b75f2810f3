//! Small files that declare themselves large: refused before any reader takes memory for them.
//!
//! Memory that cannot be had ends the program at once; no error could be caught then.
#![allow(
    clippy::unwrap_used,
    reason = "a fixture that cannot be built is a failed test"
)]

mod fixtures;

use fixtures::binary::{compound, record, record12, workbook, xls, xlsb_of};
use fixtures::{archive, ba_workbook, ods_of, parquet_table};
use intake::{Profile, Source, read};
use vocabulary::Explain;

fn outcome(bytes: &[u8]) -> Result<usize, String> {
    let profile = "id = 'a'\ntitle = 'A'\nlayout = 'wide'\nkey = { columns = ['#1'] }\nperiod = { constant = '2024' }\n\
                   columns = [{ header = '#3', count = 'c' }]";
    let profile = Profile::from_toml(profile).unwrap();
    let read = read("lieferung", Source::Bytes(bytes), &profile);
    read.map(|(records, _)| records.len())
        .map_err(|e| e.german())
}

#[track_caller]
fn refused(bytes: &[u8], word: &str) {
    let german = outcome(bytes).unwrap_err();
    assert!(german.contains(word), "{german}");
}

/// The part of an archive with this name, changed.
fn changed(whole: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(whole)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let own = part.name().unwrap().into_owned();
        if own == name {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        parts.push((own, bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    archive(&parts)
}

#[test]
fn a_workbook_that_shares_more_texts_than_it_holds_is_damaged() {
    let many = |text: String| {
        let from = text.find("uniqueCount=\"").unwrap() + 13;
        let to = from + text[from..].find('"').unwrap();
        format!("{}{}{}", &text[..from], 9_876_543_210_u64, &text[to..])
    };
    refused(
        &changed(&ba_workbook(), "xl/sharedStrings.xml", many),
        "beschädigt",
    );
}

#[test]
fn cells_far_to_the_right_in_many_rows_are_refused() {
    let sheet = |_| {
        let row = |r: u32| format!("<row r=\"{r}\"><c r=\"XFD{r}\"><v>1</v></c></row>");
        let rows: String = (1..=6_200).map(row).collect();
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
    };
    refused(
        &changed(&ba_workbook(), "xl/worksheets/sheet1.xml", sheet),
        "Zellen",
    );
}

#[test]
fn a_chain_of_sectors_that_bites_its_tail_is_damaged() {
    let whole = xls();
    assert_eq!(outcome(&whole), Ok(2));
    for (sector, next) in [(1, 1u32), (5, 9_999)] {
        let mut bitten = whole.clone();
        bitten[512 + sector * 4..][..4].copy_from_slice(&next.to_le_bytes());
        refused(&bitten, "beschädigt");
    }
}

/// A number in an XLS.
fn number(row: u16, column: u16) -> Vec<u8> {
    let place = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x0203, &[place, 1f64.to_le_bytes().to_vec()].concat())
}

fn sheet_of(records: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(0x0809, &[&[0, 6, 16, 0][..], &[0; 12]].concat());
    [begin, records.concat(), record(0x000a, &[])].concat()
}

#[test]
fn two_cells_in_the_corners_of_an_old_sheet_do_not_fill_the_memory() {
    let corners = sheet_of(&[number(0, 0), number(65_535, 65_535)]);
    refused(&compound(&workbook(&corners)), "10 Millionen Zellen");
    let tall = sheet_of(&[number(0, 0), number(65_535, 20)]);
    assert!(outcome(&compound(&workbook(&tall))).is_ok());
}

#[test]
fn a_reach_no_old_sheet_can_have_is_damaged() {
    for (from, to) in [(0u32, u32::MAX), (9, 3), (1, 70_000)] {
        let reach = [
            from.to_le_bytes(),
            to.to_le_bytes(),
            [0, 0, 255, 0],
            [0, 0, 0, 0],
        ]
        .concat();
        let sheet = sheet_of(&[record(0x0200, &reach[..14]), number(0, 0)]);
        refused(&compound(&workbook(&sheet)), "beschädigt");
    }
}

#[test]
fn two_cells_in_the_corners_of_a_binary_sheet_do_not_fill_the_memory() {
    let row = |row: u32| record12(0x0000, &[&row.to_le_bytes()[..], &[0; 13]].concat());
    let cell = |column: u32| {
        let place = [column.to_le_bytes(), [0; 4]].concat();
        record12(0x0005, &[place, 1f64.to_le_bytes().to_vec()].concat())
    };
    let corners = |column| xlsb_of(&[row(0), cell(0), row(1_048_575), cell(column)].concat());
    assert!(outcome(&corners(16_383)).is_ok());
    refused(&corners(4_000_000_000), "Spalten");
}

#[test]
fn a_long_text_repeated_a_million_times_is_refused() {
    let text = "x".repeat(30_000);
    let cell =
        "<table:table-cell table:number-columns-repeated=\"1000\" office:value-type=\"string\">";
    let body = format!(
        "<table:table-row table:number-rows-repeated=\"1000\">{cell}<text:p>{text}</text:p></table:table-cell></table:table-row>"
    );
    refused(&ods_of(&body), "512 MB");
    let cell = "<table:table-cell table:number-columns-repeated=\"1000\" office:value-type=\"string\" office:string-value=";
    let body = format!(
        "<table:table-row table:number-rows-repeated=\"1000\">{cell}\"{text}\"/></table:table-row>"
    );
    refused(&ods_of(&body), "512 MB");
}

#[test]
fn a_footer_that_declares_more_row_groups_than_it_holds_is_damaged() {
    let whole = parquet_table();
    let end = whole.len() - 8;
    let length = u32::from_le_bytes(whole[end..end + 4].try_into().unwrap());
    let from = end - usize::try_from(length).unwrap();
    // Field 4 after field 3: a list of structures, here of one. Now of two thousand million.
    let at = (from..end)
        .find(|at| whole[*at..*at + 2] == [0x19, 0x1c])
        .unwrap();
    let mut many = whole[..=at].to_vec();
    many.extend([0xfc, 0xff, 0xff, 0xff, 0xff, 0x07]);
    many.extend(&whole[at + 2..end]);
    many.extend((length + 5).to_le_bytes());
    many.extend(b"PAR1");
    refused(&many, "beschädigt");
}

#[test]
fn places_with_an_attribute_of_their_own_each_are_refused() {
    let place = |n: u32| format!(r#"{{"properties":{{"a{n}":1}},"geometry":null}}"#);
    let places: Vec<String> = (0..2_000).map(place).collect();
    let file = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        places.join(",")
    );
    let profile = "id = 'a'\ntitle = 'A'\nlayout = 'points'\nperiod = { constant = '2024' }\ncount = { constant = 'c' }";
    let profile = Profile::from_toml(profile).unwrap();
    let error = read("orte.geojson", Source::Bytes(file.as_bytes()), &profile).unwrap_err();
    assert!(
        error.german().contains("1.000 Spalten"),
        "{}",
        error.german()
    );
}

#[test]
fn a_sheet_that_is_never_closed_keeps_nobody_waiting() {
    let row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
    let broken = |text: String| text.split("</table:table>").next().unwrap().to_owned();
    refused(&changed(&ods_of(row), "content.xml", broken), "beschädigt");
}
