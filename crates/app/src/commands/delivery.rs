//! Deliveries that are in the data folder: list, report, withdrawal.

use anyhow::Result;
use clap::Subcommand;
use observations::deliveries;
use vocabulary::{DeliveryId, german_date};

use super::again::rules_again;
use super::{DataFolder, On};
use crate::failure::{InGerman, told};

#[derive(Subcommand)]
pub(crate) enum DeliveryCommand {
    #[command(about = "Alle Lieferungen nennen")]
    List {
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Das Einleseprotokoll einer Lieferung als JSON zeigen")]
    Report {
        #[arg(
            value_name = "NUMMER",
            help = "Nummer der Lieferung, zum Beispiel L0007"
        )]
        id: DeliveryId,
        #[command(flatten)]
        folder: DataFolder,
    },
    #[command(about = "Eine Lieferung zurückziehen; frühere Zahlen gelten wieder")]
    Withdraw {
        #[arg(
            value_name = "NUMMER",
            help = "Nummer der Lieferung, zum Beispiel L0007"
        )]
        id: DeliveryId,
        #[arg(long, value_name = "GRUND", help = "Warum")]
        reason: String,
        #[command(flatten)]
        folder: DataFolder,
        #[command(flatten)]
        on: On,
    },
}

impl DeliveryCommand {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::List { folder } => {
                for d in deliveries::list(&folder.read().await?).await.in_german()? {
                    let state = d.withdrawal.as_ref().map_or("", |_| "  zurückgezogen");
                    println!(
                        "{}  {}  {:<40} {}{state}",
                        d.id,
                        german_date(d.received),
                        d.file_name,
                        d.supplier
                    );
                }
            }
            Self::Report { id, folder } => {
                let report = deliveries::report(&folder.read().await?, &id)
                    .await
                    .in_german()?;
                println!(
                    "{}",
                    report.ok_or_else(|| told(format!("Eine Lieferung {id} gibt es nicht.")))?
                );
            }
            Self::Withdraw {
                id,
                reason,
                folder,
                on,
            } => {
                let db = folder.write().await?;
                deliveries::withdraw(&db, &id, &reason, on.day()?)
                    .await
                    .in_german()?;
                println!("Lieferung {id} ist zurückgezogen; frühere Zahlen gelten wieder.");
                print!("{}", rules_again(&db).await);
                db.close().await;
            }
        }
        Ok(())
    }
}
