//! Registers as pages show them, a page at a time.

pub(crate) mod keeping;

pub use keeping::{EntryHistory, EntryTyped, code_of};

use crate::access::Scope;
use crate::ports::{Account, EntryFind, EntryQuery, Unit};
use crate::{Bureau, Fault};
use engine::{Answer, RegisterEntry};
use kernel::{Id, Title, ValueId, plain_number};
use procedure::model::Register;

/// Entries on one page.
const ENTRIES: u32 = 50;

/// Which entries to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntriesAsked {
    /// The name begins so; empty: all.
    pub name: String,
    /// The code begins so; empty: all. It goes before the name.
    pub code: String,
    /// Only what follows this entry: its name and its id.
    pub after: Option<(String, Id)>,
}

/// One page of a register.
#[derive(Clone, Debug)]
pub struct EntriesPage<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its entries.
    pub rows: Vec<EntryRow>,
    /// After which the next page begins, where there is one.
    pub next: Option<(String, Id)>,
}

/// An entry, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// What it is called.
    pub name: String,
    /// What tells it apart, where it is kept by hand.
    pub code: Option<String>,
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
    /// Whether somebody reads registers that are not public: whoever holds a role over a unit, be it a procedure's or a register's.
    #[must_use]
    pub fn reads_registers(&self, who: &Account) -> bool {
        let today = self.today();
        let keeps = |role: &Id| self.library.registers().any(|r| r.keeper.as_ref().is_some_and(|k| k.role == *role));
        let keeper = who.actor.grants.iter().any(|g| g.holds_on(today) && keeps(&g.role));
        keeper || matches!(Scope::of(&self.library, who, today), Scope::Over(_))
    }

    /// A register that a reader may see. A public one is for everybody.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none, or it is not the reader's to see.
    pub fn readable_register(&self, id: &Id, who: Option<&Account>) -> Result<&Register, Fault> {
        let may = |r: &&Register| r.public || who.is_some_and(|a| self.reads_registers(a));
        self.library.register(id).filter(may).ok_or(Fault::NotFound)
    }

    /// A page of a register: by name, or by code where a code is asked for.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none, or it is not the reader's to see; faults of the store.
    pub async fn register_page(&self, id: &Id, who: Option<&Account>, asked: &EntriesAsked) -> Result<EntriesPage<'_>, Fault> {
        let register = self.readable_register(id, who)?;
        let code = plain_number(asked.code.trim());
        let find = match (register.key, asked.name.trim()) {
            (Some(_), _) if !code.is_empty() => EntryFind::Id(format!("{id}:{code}")),
            (_, "") => EntryFind::All,
            (_, name) => EntryFind::Name(name.to_owned()),
        };
        let query = EntryQuery { register: id.clone(), find, after: asked.after.clone(), limit: ENTRIES + 1 };
        let mut entries = self.store.entries_page(self.id, &query).await?;
        let more = entries.len() > ENTRIES as usize;
        entries.truncate(ENTRIES as usize);
        let next = entries.last().filter(|_| more).map(|last| (last.name.clone(), last.id.clone()));
        Ok(EntriesPage { register, rows: self.shown_entries(register, entries).await?, next })
    }

    async fn shown_entries(&self, register: &Register, entries: Vec<RegisterEntry>) -> Result<Vec<EntryRow>, Fault> {
        let values: Vec<ValueId> = entries.iter().flat_map(|e| e.fields.values()).filter_map(sealed).collect();
        let mut texts = self.store.reveal(self.id, &values).await?.into_iter();
        let units = self.units().await?;
        let rows = entries.into_iter().map(|entry| {
            let mut fields = Vec::with_capacity(entry.fields.len());
            for (field, answer) in &entry.fields {
                let shown = match sealed(answer) {
                    Some(_) => Shown::Text(texts.next().flatten()),
                    None => Shown::Answer(answer.clone()),
                };
                fields.push((self.field_title(register, field), shown));
            }
            let said = register.fields.iter().filter_map(|f| Some((f.title.clone(), Shown::Text(Some(entry.texts.get(&f.id)?.clone())))));
            row(register, &units, entry.clone(), said.chain(fields).collect())
        });
        Ok(rows.collect())
    }

    fn field_title(&self, register: &Register, field: &Id) -> Title {
        let own = register.fields.iter().find(|f| f.id == *field).map(|f| f.title.clone());
        let procedure = register.of.as_ref().and_then(|p| self.library.procedure(p));
        let asked = || procedure.and_then(|p| p.field(field.as_str())).map(|f| f.title.clone());
        own.or_else(asked).unwrap_or_else(|| Title::new(field.as_str(), field.as_str()))
    }
}

fn row(register: &Register, units: &[Unit], entry: RegisterEntry, fields: Vec<(Title, Shown)>) -> EntryRow {
    let status = register.statuses.iter().find(|s| s.id == entry.status);
    EntryRow {
        good: register.statuses.first().map(|s| &s.id) == Some(&entry.status),
        status: status.map_or_else(|| Title::new(entry.status.as_str(), entry.status.as_str()), |s| s.title.clone()),
        unit: units.iter().find(|u| u.path == entry.unit).map(|u| u.title.clone()).unwrap_or_default(),
        code: code_of(register, &entry).map(str::to_owned),
        name: entry.name,
        fields,
    }
}

fn sealed(answer: &Answer) -> Option<ValueId> {
    match answer {
        Answer::Sealed(sealed) => Some(sealed.value),
        _ => None,
    }
}
