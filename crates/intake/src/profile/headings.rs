//! All headings a profile names, so that they can be looked for, compared and corrected in one place.

use super::Profile;

impl Profile {
    /// All headings the profile reads.
    pub(crate) fn headings(&self) -> Vec<&str> {
        let mut out = self.shared_headings();
        out.extend(self.own_headings());
        let optional = self.columns.iter().filter(|c| c.optional == Some(true));
        out.extend(optional.map(|c| c.header.as_str()));
        out.extend(self.quality.as_deref());
        out.extend(self.columns.iter().filter_map(|c| c.quality.as_deref()));
        out.extend(self.filters.iter().map(|f| f.column.as_str()));
        out
    }

    /// Those of key, name and period, which many tables share.
    pub(crate) fn shared_headings(&self) -> Vec<&str> {
        let keys = self.key.columns.iter().map(|k| k.column.as_str());
        keys.chain(self.name.as_deref())
            .chain(self.period.column.as_deref())
            .collect()
    }

    /// Those of what is counted and of whom, which tell one table from another.
    pub(crate) fn own_headings(&self) -> Vec<&str> {
        let needed = self.columns.iter().filter(|c| c.optional != Some(true));
        let counts = self.count.columns.iter().map(String::as_str);
        self.value
            .as_deref()
            .into_iter()
            .chain(self.dimensions.iter().map(|d| d.column.as_str()))
            .chain(counts.filter(|_| self.count.constant.is_none()))
            .chain(needed.map(|c| c.header.as_str()))
            .collect()
    }

    /// The same as [`Profile::headings`], to be corrected.
    pub(crate) fn headings_mut(&mut self) -> Vec<&mut String> {
        let mut out: Vec<&mut String> = Vec::new();
        out.extend(self.key.columns.iter_mut().map(|k| &mut k.column));
        out.extend(&mut self.name);
        out.extend(&mut self.period.column);
        out.extend(&mut self.value);
        out.extend(&mut self.quality);
        out.extend(self.dimensions.iter_mut().map(|d| &mut d.column));
        out.extend(&mut self.count.columns);
        out.extend(self.filters.iter_mut().map(|f| &mut f.column));
        for column in &mut self.columns {
            out.push(&mut column.header);
            out.extend(&mut column.quality);
        }
        out
    }
}
