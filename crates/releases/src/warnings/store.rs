//! Every SQL statement on `warning_event`.

use findings::Finding;
use sqlx::{AnyConnection, Row};
use vocabulary::{Date, causes};

use super::{Judgement, Warning};
use crate::ReleaseMeta;
use crate::store::{ArchiveError, Citation};

/// What happened to a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Raised,
    Again,
    Changed,
    Gone,
    Judged(Judgement),
}

/// One row.
pub(super) struct Event<'a> {
    edition: &'static str,
    kind: Kind,
    identifier: &'a str,
    on: Date,
    finding: Option<&'a Finding>,
    note: &'a str,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Raised, "raised"),
    (Kind::Again, "again"),
    (Kind::Changed, "changed"),
    (Kind::Gone, "gone"),
    (Kind::Judged(Judgement::Right), "right"),
    (Kind::Judged(Judgement::False), "false"),
    (Kind::Judged(Judgement::Open), "open"),
];

impl<'a> Event<'a> {
    pub(super) fn of_release(
        (kind, edition): (Kind, &'static str),
        meta: &'a ReleaseMeta,
        finding: Option<&'a Finding>,
    ) -> Self {
        Self {
            edition,
            kind,
            identifier: &meta.identifier,
            on: meta.date,
            finding,
            note: "",
        }
    }

    pub(super) fn of_person(
        (judgement, edition): (Judgement, &'static str),
        note: &'a str,
        on: Date,
    ) -> Self {
        Self {
            edition,
            kind: Kind::Judged(judgement),
            identifier: "",
            on,
            finding: None,
            note,
        }
    }
}

/// Adds an event to a warning, or to a new one.
pub(super) async fn add(
    db: &mut AnyConnection,
    warning: Option<i64>,
    event: &Event<'_>,
) -> Result<(), ArchiveError> {
    let no =
        match warning {
            Some(no) => no,
            None => next(
                db,
                "select coalesce(max(warning_no), 0) + 1 from warning_event where warning_no > $1",
                0,
            )
            .await?,
        };
    let event_no = next(
        db,
        "select coalesce(max(event_no), 0) + 1 from warning_event where warning_no = $1",
        no,
    )
    .await?;
    let kind = KINDS.iter().find(|(kind, _)| *kind == event.kind);
    let finding = event.finding.map(serde_json::to_string).transpose();
    sqlx::query(
        "insert into warning_event (warning_no, event_no, edition, kind, identifier, happened_on, finding, note) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(no)
    .bind(event_no)
    .bind(event.edition)
    .bind(kind.map_or("open", |(_, word)| *word))
    .bind(event.identifier)
    .bind(event.on.to_string())
    .bind(finding.map_err(|cause| unreadable(event.edition, &cause))?.unwrap_or_default())
    .bind(event.note)
    .execute(db)
    .await?;
    Ok(())
}

async fn next(
    db: &mut AnyConnection,
    question: &'static str,
    above: i64,
) -> Result<i64, ArchiveError> {
    let row = sqlx::query(question).bind(above).fetch_one(db).await?;
    Ok(row.try_get::<i64, _>(0)?)
}

/// All warnings of an edition, from their events.
pub(super) async fn warnings(
    db: &mut AnyConnection,
    edition: &'static str,
) -> Result<Vec<Warning>, ArchiveError> {
    let rows = sqlx::query(
        "select warning_no, kind, identifier, finding, note from warning_event where edition = $1 \
         order by warning_no, event_no",
    )
    .bind(edition)
    .fetch_all(db)
    .await?;
    let mut found: Vec<Warning> = Vec::new();
    for row in rows {
        let (no, word): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        let (identifier, text): (String, String) = (row.try_get(2)?, row.try_get(3)?);
        let kind = KINDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(kind, _)| *kind);
        let finding = (!text.is_empty())
            .then(|| serde_json::from_str::<Finding>(&text))
            .transpose();
        let finding = finding.map_err(|cause| unreadable(edition, &cause))?;
        match (found.last_mut().filter(|w| w.no == no), finding) {
            (Some(warning), finding) => warning.hear(kind, (identifier, finding), row.try_get(4)?),
            (None, Some(finding)) => found.push(Warning {
                no,
                finding,
                raised_in: identifier.clone(),
                last_in: identifier,
                gone_in: None,
                judgement: Judgement::Open,
                note: String::new(),
            }),
            (None, None) => {}
        }
    }
    Ok(found)
}

impl Warning {
    /// Takes up what happened next.
    fn hear(
        &mut self,
        kind: Option<Kind>,
        (identifier, finding): (String, Option<Finding>),
        note: String,
    ) {
        match kind {
            Some(Kind::Gone) => self.gone_in = Some(identifier),
            Some(Kind::Judged(judgement)) => (self.judgement, self.note) = (judgement, note),
            _ => {
                self.last_in = identifier;
                self.finding = finding.unwrap_or_else(|| self.finding.clone());
            }
        }
    }
}

fn unreadable(edition: &'static str, cause: &serde_json::Error) -> ArchiveError {
    ArchiveError::Unreadable {
        citation: Citation {
            identifier: "warning_event".into(),
            edition,
        },
        part: "finding",
        reason: causes::technical(&cause.to_string()),
    }
}
