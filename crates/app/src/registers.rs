//! Registers as pages show them.

use crate::{Bureau, Fault};
use engine::Answer;
use kernel::{Id, Title, ValueId};
use procedure::model::Register;

/// An entry, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// What it is called.
    pub name: String,
    /// Its standing, in words.
    pub status: Title,
    /// It has the first standing that the register names: the one that counts.
    pub good: bool,
    /// The unit it belongs to.
    pub unit: Title,
    /// Fields shown of it, with their titles.
    pub fields: Vec<(Title, Shown)>,
}

/// A value of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A text; `None` where it was destroyed.
    Text(Option<String>),
    /// Anything else.
    Answer(Answer),
}

impl Bureau {
    /// A register with its entries, by name. A public one is for everybody; any other for those who hold a role over a unit.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none, or it is not the reader's to see; faults of the store.
    pub async fn register_page(&self, id: &Id, staff: bool) -> Result<(&Register, Vec<EntryRow>), Fault> {
        let register = self.library.register(id).filter(|r| r.public || staff).ok_or(Fault::NotFound)?;
        let entries = self.store.entries(self.id, id).await?;
        let values: Vec<ValueId> = entries.iter().flat_map(|e| e.fields.values()).filter_map(sealed).collect();
        let mut texts = self.store.reveal(self.id, &values).await?.into_iter();
        let units = self.units().await?;
        let procedure = register.of.as_ref().and_then(|p| self.library.procedure(p));
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let title = |f: &Id| {
                procedure.and_then(|p| p.field(f.as_str())).map_or_else(|| Title::new(f.as_str(), f.as_str()), |f| f.title.clone())
            };
            let mut fields = Vec::with_capacity(entry.fields.len());
            for (field, answer) in &entry.fields {
                let shown = match sealed(answer) {
                    Some(_) => Shown::Text(texts.next().flatten()),
                    None => Shown::Answer(answer.clone()),
                };
                fields.push((title(field), shown));
            }
            let status = register.statuses.iter().find(|s| s.id == entry.status);
            rows.push(EntryRow {
                good: register.statuses.first().map(|s| &s.id) == Some(&entry.status),
                status: status.map_or_else(|| Title::new(entry.status.as_str(), entry.status.as_str()), |s| s.title.clone()),
                unit: units.iter().find(|u| u.path == entry.unit).map(|u| u.title.clone()).unwrap_or_default(),
                name: entry.name,
                fields,
            });
        }
        Ok((register, rows))
    }
}

fn sealed(answer: &Answer) -> Option<ValueId> {
    match answer {
        Answer::Sealed(sealed) => Some(sealed.value),
        _ => None,
    }
}
