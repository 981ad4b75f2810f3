//! Publication: both editions enter the archive with what was found in them, or nothing does.

use disclosure::{Edition, Internal, Public};
use register::Db;

use crate::store::{self, ArchiveError};
use crate::warnings::{self, Tally};
use crate::{Frozen, Release};

/// Archives both editions and keeps their warnings in one transaction; says how the public findings stand beside those
/// of the release before.
pub async fn publish(
    db: &Db,
    (public, frozen_public): (&Release<Public>, &Frozen),
    (internal, frozen_internal): (&Release<Internal>, &Frozen),
) -> Result<Tally, ArchiveError> {
    let mut tx = db.begin().await?;
    let tally = keep(&mut tx, public, frozen_public).await?;
    keep(&mut tx, internal, frozen_internal).await?;
    tx.commit().await?;
    Ok(tally)
}

async fn keep<E: Edition>(
    tx: &mut sqlx::AnyConnection,
    release: &Release<E>,
    frozen: &Frozen,
) -> Result<Tally, ArchiveError> {
    store::archive(tx, &release.meta, frozen, E::NAME).await?;
    warnings::record(tx, release).await
}

#[cfg(test)]
mod tests {
    use register::Access;

    use super::*;
    use crate::county::County;
    use crate::freeze;
    use crate::store::list;

    #[tokio::test]
    async fn what_cannot_be_kept_whole_is_not_kept_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path(), Access::Write).await.unwrap();
        let county = County::new();
        let mut public = county.release::<Public>("2025-1");
        let mut internal = county.release::<Internal>("2025-1");
        let frozen = (freeze(&mut public).unwrap(), freeze(&mut internal).unwrap());
        internal.meta.predecessor = Some("2024-1".into());
        let (first, second) = ((&public, &frozen.0), (&internal, &frozen.1));
        publish(&db, first, second).await.unwrap_err();
        assert!(
            list(&db).await.unwrap().is_empty(),
            "the public edition went back with it"
        );
        internal.meta.predecessor = None;
        publish(&db, first, (&internal, &frozen.1)).await.unwrap();
        assert_eq!(list(&db).await.unwrap().len(), 2);
        db.close().await;
    }
}
