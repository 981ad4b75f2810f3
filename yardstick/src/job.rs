//! A job with its limit, and the line that tells how it went.

use std::fmt::{self, Display, Formatter};

use crate::{Measurement, Peer};

/// How long a job may take and how much memory it may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limit {
    /// Seconds.
    pub seconds: Option<f64>,
    /// Megabytes.
    pub megabytes: Option<f64>,
    /// Of the seconds of the first peer.
    pub of_peer: Option<f64>,
}

/// A job that was measured.
///
/// ```
/// use yardstick::{Job, Limit, Measurement};
/// let job = Job {
///     name: "1,000 rows",
///     limit: Limit { seconds: Some(2.0), ..Limit::default() },
///     ours: Measurement { seconds: 0.5, megabytes: 12.0, check: 1000.0 },
///     peers: vec![],
/// };
/// assert_eq!(job.to_string(), "| 1,000 rows | 0.50 s, 12 MB | 2 s | 0.25 | – | – |");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// What was done, and with how much.
    pub name: &'static str,
    /// What it may take.
    pub limit: Limit,
    /// What it took.
    pub ours: Measurement,
    /// What others took.
    pub peers: Vec<Peer>,
}

impl Display for Job {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "| {} | {} | {} | {} | {} | {} |",
            self.name,
            taken(self.ours),
            dash(&self.limits()),
            dash(&self.ratios()),
            dash(&self.each_peer(|p| format!("{} {}", p.name, taken(p.taken)))),
            dash(&self.each_peer(|p| self.ratio_to(p))),
        )
    }
}

impl Job {
    fn limits(&self) -> Vec<String> {
        let Limit {
            seconds,
            megabytes,
            of_peer,
        } = self.limit;
        let seconds = seconds.map(|s| format!("{s} s"));
        let megabytes = megabytes.map(|m| format!("{m} MB"));
        let of_peer = of_peer.map(|part| format!("{part} of the peer"));
        seconds
            .into_iter()
            .chain(megabytes)
            .chain(of_peer)
            .collect()
    }

    fn ratios(&self) -> Vec<String> {
        let first = self.peers.first().map(|p| p.taken.seconds);
        let of_peer = self.limit.of_peer.zip(first);
        let ratios = [
            self.limit.seconds.map(|limit| self.ours.seconds / limit),
            self.limit
                .megabytes
                .map(|limit| self.ours.megabytes / limit),
            of_peer.map(|(part, peer)| self.ours.seconds / (part * peer)),
        ];
        ratios.into_iter().flatten().map(number).collect()
    }

    fn each_peer(&self, say: impl Fn(&Peer) -> String) -> Vec<String> {
        self.peers.iter().map(say).collect()
    }

    fn ratio_to(&self, peer: &Peer) -> String {
        number(self.ours.seconds / peer.taken.seconds)
    }
}

fn taken(measurement: Measurement) -> String {
    let seconds = number(measurement.seconds);
    if measurement.megabytes > 0.0 {
        format!("{seconds} s, {:.0} MB", measurement.megabytes)
    } else {
        format!("{seconds} s")
    }
}

/// Two decimals, or two digits where that would say nothing.
fn number(number: f64) -> String {
    match number.abs() {
        n if n >= 0.095 || n == 0.0 => format!("{number:.2}"),
        n if n >= 0.0095 => format!("{number:.3}"),
        _ => format!("{number:.5}"),
    }
}

fn dash(parts: &[String]) -> String {
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taking(seconds: f64, megabytes: f64) -> Measurement {
        Measurement {
            seconds,
            megabytes,
            check: 1.0,
        }
    }

    #[test]
    fn a_job_stands_beside_its_limits_and_its_peers() {
        let job = Job {
            name: "points",
            limit: Limit {
                seconds: None,
                megabytes: Some(300.0),
                of_peer: Some(0.25),
            },
            ours: taking(1.0, 150.0),
            peers: vec![Peer {
                name: "them",
                taken: taking(8.0, 900.0),
            }],
        };
        assert_eq!(
            job.to_string(),
            "| points | 1.00 s, 150 MB | 300 MB; 0.25 of the peer | 0.50; 0.50 | them 8.00 s, 900 MB | 0.12 |"
        );
    }

    #[test]
    fn a_peer_that_does_other_work_is_refused() {
        let peer = Peer {
            name: "them",
            taken: taking(0.1, 1.0),
        };
        let other = Measurement {
            check: 2.0,
            ..taking(1.0, 1.0)
        };
        assert!(peer.must_agree(taking(1.0, 1.0), 0.0).is_ok());
        assert!(peer.must_agree(other, 1e-9).is_err());
    }

    #[test]
    fn short_times_keep_two_digits() {
        assert_eq!(number(0.0203), "0.020");
        assert_eq!(number(0.00069), "0.00069");
        assert_eq!(number(12.345), "12.35");
    }
}
