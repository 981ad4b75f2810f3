//! Warnings: what the rules found in each edition, and what became of it.
//!
//! A warning is kept as long as the archive. When it no longer stands, it is gone, not deleted; and people say whether it
//! was right or false, so that the rules can be judged too.

mod store;

use disclosure::Edition;
use findings::{Became, Beside, Finding, beside};
use register::Db;
use vocabulary::{Date, Explain, Texts};

use crate::Release;
use crate::store::ArchiveError;

/// What people say of a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judgement {
    /// Nobody has said anything yet.
    #[default]
    Open,
    /// There was something.
    Right,
    /// There was nothing.
    False,
}

/// A warning over all its editions.
#[derive(Clone, Debug, PartialEq)]
#[doc(alias = "Warnung")]
pub struct Warning {
    /// Its number.
    pub no: i64,
    /// The finding as the newest release that has it says it.
    pub finding: Finding,
    /// The release that raised it.
    pub raised_in: String,
    /// The newest release that has it.
    pub last_in: String,
    /// The release that no longer has it.
    pub gone_in: Option<String>,
    /// What people say of it.
    pub judgement: Judgement,
    /// In their words.
    pub note: String,
}

/// How the findings of a release stand beside those before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Warnings raised for the first time.
    pub new: usize,
    /// Warnings that stand for other areas or indicators now.
    pub changed: usize,
    /// Warnings that stand as before.
    pub same: usize,
    /// Warnings that no longer stand.
    pub gone: usize,
}

impl Tally {
    /// Counts what became of findings.
    pub fn of(beside: &Beside) -> Self {
        let count = |kind: Became| beside.became.iter().filter(|(b, _)| *b == kind).count();
        Self {
            new: count(Became::New),
            changed: count(Became::Changed),
            same: count(Became::Same),
            gone: beside.gone.len(),
        }
    }
}

/// Why a warning cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum WarningError {
    /// No such warning.
    #[error("there is no warning {0}; list them first")]
    Missing(i64),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl Explain for WarningError {
    fn german(&self) -> String {
        let texts = Texts::parse(include_str!("../texts.de.toml"));
        match self {
            Self::Missing(no) => texts.say("no_warning", &[("no", &no.to_string())]),
            Self::Archive(error) => error.german(),
        }
    }
}

/// Keeps the findings of a new release beside those before, and says what is new, changed or gone.
pub(crate) async fn record<E: Edition>(
    tx: &mut sqlx::AnyConnection,
    release: &Release<E>,
) -> Result<Tally, ArchiveError> {
    let known = store::warnings(tx, E::NAME).await?;
    let standing: Vec<&Warning> = known.iter().filter(|w| w.gone_in.is_none()).collect();
    let earlier: Vec<&Finding> = standing.iter().map(|w| &w.finding).collect();
    let beside = beside(&release.findings, &earlier);
    for (finding, (became, at)) in release.findings.iter().zip(&beside.became) {
        let kind = match became {
            Became::New => store::Kind::Raised,
            Became::Changed => store::Kind::Changed,
            Became::Same => store::Kind::Again,
        };
        let event = store::Event::of_release((kind, E::NAME), &release.meta, Some(finding));
        store::add(tx, at.map(|at| standing[at].no), &event).await?;
    }
    for &gone in &beside.gone {
        let event = store::Event::of_release((store::Kind::Gone, E::NAME), &release.meta, None);
        store::add(tx, Some(standing[gone].no), &event).await?;
    }
    Ok(Tally::of(&beside))
}

/// All warnings of an edition, in the order in which they were raised.
pub async fn list<E: Edition>(db: &Db) -> Result<Vec<Warning>, ArchiveError> {
    store::warnings(&mut *db.connection().await?, E::NAME).await
}

/// Says whether a warning was right.
pub async fn judge<E: Edition>(
    db: &Db,
    no: i64,
    (judgement, note): (Judgement, &str),
    on: Date,
) -> Result<Warning, WarningError> {
    let mut tx = db.begin().await.map_err(ArchiveError::from)?;
    let known = store::warnings(&mut tx, E::NAME).await?;
    let known = known.into_iter().find(|w| w.no == no);
    let known = known.ok_or(WarningError::Missing(no))?;
    let event = store::Event::of_person((judgement, E::NAME), note, on);
    store::add(&mut tx, Some(no), &event).await?;
    tx.commit().await.map_err(ArchiveError::from)?;
    Ok(Warning {
        judgement,
        note: note.to_owned(),
        ..known
    })
}

#[cfg(test)]
mod tests {
    use disclosure::Internal;
    use register::Access;

    use super::*;
    use crate::county::County;
    use crate::{Evidence, FindingKind};

    fn finding(area: &str) -> Finding {
        Finding {
            rule: "abweichung".into(),
            rule_version: 1,
            kind: FindingKind::Deviation,
            areas: vec![area.parse().unwrap()],
            indicators: vec!["C".parse().unwrap()],
            since: None,
            period: "2024".parse().unwrap(),
            figures: Vec::new(),
            reason: "Darum.".into(),
            evidence: Evidence::Tested,
        }
    }

    async fn recorded(db: &Db, identifier: &str, areas: &[&str]) -> Tally {
        let mut release: Release<Internal> = County::new().release(identifier);
        release.findings = areas.iter().map(|area| finding(area)).collect();
        let mut tx = db.begin().await.unwrap();
        let tally = record(&mut tx, &release).await.unwrap();
        tx.commit().await.unwrap();
        tally
    }

    fn told(w: &Warning) -> (&str, &str, Option<&str>, Judgement) {
        let gone = w.gone_in.as_deref();
        (&w.raised_in, &w.last_in, gone, w.judgement)
    }

    #[tokio::test]
    async fn earlier_warnings_stay_with_what_became_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path(), Access::Write).await.unwrap();
        let tally = |new, changed, same, gone| Tally {
            new,
            changed,
            same,
            gone,
        };
        assert_eq!(
            recorded(&db, "2023-1", &["1a", "1b"]).await,
            tally(2, 0, 0, 0)
        );
        assert_eq!(
            recorded(&db, "2024-1", &["1b", "2a"]).await,
            tally(1, 0, 1, 1)
        );
        let on: Date = "2025-01-31".parse().unwrap();
        let said = (Judgement::False, "Eine Buchung zu viel.");
        judge::<Internal>(&db, 1, said, on).await.unwrap();
        let error = judge::<Internal>(&db, 9, said, on).await.unwrap_err();
        assert!(error.german().contains('9'));
        let all = list::<Internal>(&db).await.unwrap();
        assert_eq!(
            all.iter().map(told).collect::<Vec<_>>(),
            [
                ("2023-1", "2023-1", Some("2024-1"), Judgement::False),
                ("2023-1", "2024-1", None, Judgement::Open),
                ("2024-1", "2024-1", None, Judgement::Open),
            ]
        );
        assert!(list::<disclosure::Public>(&db).await.unwrap().is_empty());
        assert_eq!(recorded(&db, "2025-1", &["1a"]).await, tally(1, 0, 0, 2));
        db.close().await;
    }
}
