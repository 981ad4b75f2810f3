//! The check that the shares of every source make up the whole, and how far they may be off.

use std::collections::BTreeMap;

use vocabulary::{AreaKey, Date, Place, Remark, RemarkKind, Severity};

use super::error::{TEXTS, german_share};
use super::{Crosswalk, CrosswalkError, Link, Part};

/// Sums this near to 1 are 1: what rounding to six decimals can do.
const EXACT: f64 = 1e-6;

/// How strict the shares are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareRules {
    /// A sum of shares off by no more than this is rescaled to 1, with a remark.
    pub tolerance: f64,
    /// Shares below this are slivers of drawing and are left out, with a remark.
    pub sliver: f64,
}

impl Default for ShareRules {
    /// For a county's own crosswalk: the shares sum to 1, and every share counts.
    fn default() -> Self {
        Self {
            tolerance: EXACT,
            sliver: 0.0,
        }
    }
}

impl Crosswalk {
    /// Checks the shares of every source and keeps them in fixed order.
    ///
    /// ```
    /// use areas::{Basis, Crosswalk, CrosswalkError, Link, ShareRules};
    /// use vocabulary::AreaKey;
    /// let half = Link {
    ///     from: AreaKey::parse("A")?,
    ///     to: AreaKey::parse("B")?,
    ///     share: 0.5,
    ///     basis: Basis::Address,
    ///     valid_from: "2020-01-01".parse()?,
    /// };
    /// let refused = Crosswalk::new(vec![half], ShareRules::default(), "umsteiger.csv");
    /// assert!(matches!(refused, Err(CrosswalkError::Sum { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        links: Vec<Link>,
        rules: ShareRules,
        file: &str,
    ) -> Result<(Self, Vec<Remark>), CrosswalkError> {
        let mut steps: BTreeMap<Date, BTreeMap<AreaKey, Vec<Part>>> = BTreeMap::new();
        for link in links {
            check_share(&link)?;
            let sources = steps.entry(link.valid_from).or_default();
            sources.entry(link.from).or_default().push(Part {
                to: link.to,
                share: link.share,
                basis: link.basis,
            });
        }
        let mut remarks = Vec::new();
        for (day, sources) in &mut steps {
            for (from, parts) in sources {
                check_duplicates(*day, from, parts)?;
                remarks.extend(rescale(*day, from, parts, rules)?);
            }
        }
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        let remark = |message| Remark {
            severity: Severity::Note,
            kind: RemarkKind::Structure,
            place: place.clone(),
            value: None,
            message,
        };
        Ok((Self { steps }, remarks.into_iter().map(remark).collect()))
    }
}

fn check_share(link: &Link) -> Result<(), CrosswalkError> {
    if (0.0..=1.0 + EXACT).contains(&link.share) {
        return Ok(());
    }
    Err(CrosswalkError::Share {
        from: link.from.clone(),
        to: link.to.clone(),
        day: link.valid_from,
        share: link.share,
    })
}

fn check_duplicates(day: Date, from: &AreaKey, parts: &mut [Part]) -> Result<(), CrosswalkError> {
    parts.sort_by(|a, b| a.to.cmp(&b.to));
    match parts.windows(2).find(|w| w[0].to == w[1].to) {
        Some(twice) => Err(CrosswalkError::Duplicate {
            from: from.clone(),
            to: twice[0].to.clone(),
            day,
        }),
        None => Ok(()),
    }
}

/// Makes the shares of one source sum to 1 and says in German what was done.
fn rescale(
    day: Date,
    from: &AreaKey,
    parts: &mut Vec<Part>,
    rules: ShareRules,
) -> Result<Vec<String>, CrosswalkError> {
    let sum: f64 = parts.iter().map(|p| p.share).sum();
    let off = (sum - 1.0).abs();
    if off > rules.tolerance.max(EXACT) {
        return Err(CrosswalkError::Sum {
            from: from.clone(),
            day,
            sum,
        });
    }
    let mut said = Vec::new();
    if off > EXACT {
        let values = [("from", from.as_str()), ("sum", &german_share(sum))];
        said.push(TEXTS.say("rescaled", &values));
    }
    let is_sliver = |p: &&Part| p.share > 0.0 && p.share < rules.sliver;
    let slivers: Vec<f64> = parts.iter().filter(is_sliver).map(|p| p.share).collect();
    if !slivers.is_empty() && slivers.len() < parts.len() {
        let values = [
            ("from", from.as_str()),
            ("count", &slivers.len().to_string()),
            ("share", &german_share(slivers.iter().sum())),
        ];
        said.push(TEXTS.say("slivers", &values));
        parts.retain(|p| !is_sliver(&p));
    }
    parts.retain(|p| p.share > 0.0);
    let sum: f64 = parts.iter().map(|p| p.share).sum();
    for part in parts.iter_mut() {
        part.share /= sum;
    }
    Ok(said)
}
