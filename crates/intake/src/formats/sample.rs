//! The first rows of a file nobody has a profile for yet.

use super::archive::{self, Contents};
use super::text::{self, Openable};
use super::{geojson, parquet, workbook};
use crate::IntakeError;
use crate::cell::{Doubt, Flow, OpenEnd, Row, Rows};
use crate::profile::{Layout, SheetRule, TextRules};
use crate::source::{Format, Source, format_of};

/// So many rows tell the layout.
const ROWS: usize = 200;
/// Or so many cells.
const CELLS: usize = 100_000;

/// The first rows of a file and what its format says about itself.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) format: &'static str,
    pub(crate) sheet: String,
    pub(crate) rows: Vec<Row<'static>>,
    pub(crate) text: Option<TextSample>,
    cells: usize,
}

/// What only text files leave open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextSample {
    pub(crate) encoding: &'static str,
    pub(crate) sure: bool,
    pub(crate) only_ascii: bool,
    pub(crate) separator: char,
    /// Share of the lines that have as many separators as most.
    pub(crate) agreeing: f64,
}

/// Takes the sample.
pub(crate) fn sample(file: &str, source: Source<'_>) -> Result<Sample, IntakeError> {
    let mut sample = Sample::default();
    let sheets = SheetRule::default();
    match format_of(file, &source.head(file, 4096)?, Layout::Wide)? {
        Format::Text => sample.text(file, &source, "csv")?,
        Format::Zip => match archive::inspect(file, source)? {
            Contents::Tables => {
                let tables = archive::tables(file, source, &sheets)?;
                if let Some(table) = tables.first() {
                    sample.text(file, table, "zip")?;
                }
            }
            contents => {
                sample.format = contents.name();
                workbook::read_workbook(file, source, (Some(contents), &sheets), &mut sample)?;
            }
        },
        Format::OldWorkbook if archive::is_encrypted(file, source)? => {
            return Err(IntakeError::Password {
                file: file.to_owned(),
            });
        }
        Format::OldWorkbook => {
            sample.format = "xls";
            workbook::read_workbook(file, source, (None, &sheets), &mut sample)?;
        }
        Format::Places => {
            sample.format = "geojson";
            geojson::read_places(file, source, &mut sample)?;
        }
        Format::Parquet => {
            sample.format = "parquet";
            parquet::read_parquet(file, source, &mut sample)?;
        }
    }
    if sample.rows.iter().all(Row::is_blank) {
        return Err(empty(file));
    }
    Ok(sample)
}

fn empty(file: &str) -> IntakeError {
    IntakeError::Empty {
        file: file.to_owned(),
    }
}

impl Sample {
    fn text(
        &mut self,
        file: &str,
        text: &dyn Openable,
        format: &'static str,
    ) -> Result<(), IntakeError> {
        let plan = text::plan(file, text, &TextRules::default(), self)?;
        let lines = text::first_lines(file, text, &plan)?;
        let (separator, agreeing) = text::best_separator(&lines);
        self.format = format;
        self.text = Some(TextSample {
            encoding: plan.encoding.name(),
            sure: plan.look.sure,
            only_ascii: !plan.look.beyond_ascii,
            separator: char::from(separator),
            agreeing,
        });
        text::read_text(file, text, &plan, self)
    }
}

impl Rows for Sample {
    fn begin(&mut self, sheet: &str) -> Result<(), IntakeError> {
        sheet.clone_into(&mut self.sheet);
        self.rows.clear();
        self.cells = 0;
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> Result<Flow, IntakeError> {
        self.cells += row.cells.len();
        self.rows.push(row.into_owned());
        if self.rows.len() >= ROWS || self.cells >= CELLS {
            return Ok(Flow::Enough);
        }
        Ok(Flow::More)
    }

    fn doubt(&mut self, _: Doubt) {}

    fn ends_openly(&mut self, _: OpenEnd) {}

    /// A cover sheet is not the table: fewer than two rows with at least two cells.
    fn end(&mut self) -> Result<(), IntakeError> {
        let wide = self.rows.iter().filter(|r| r.width() >= 2).count();
        if wide < 2 && !self.sheet.is_empty() && self.text.is_none() {
            return Err(empty(&self.sheet));
        }
        Ok(())
    }
}
