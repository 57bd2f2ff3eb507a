//! Matters in lists: with titles, names and lights.

use crate::ports::{Account, MatterFilter, MatterRow, Page, Reach, identifier};
use crate::{Bureau, Fault, Scope};
use engine::Light;
use kernel::{Date, Id, MatterId, OrgPath, Title};
use procedure::model::{ChoiceSource, Procedure};

/// A matter in a list, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Its id.
    pub id: MatterId,
    /// Its number; empty until it has one.
    pub number: String,
    /// Its procedure.
    pub procedure: Id,
    /// The procedure's title.
    pub title: Title,
    /// Kind, where a choice says one.
    pub kind: Option<Title>,
    /// State of the main run.
    pub state: Title,
    /// The party's name; `None` where it was destroyed or there is none.
    pub party: Option<String>,
    /// The party's name is kept back: the matter is under special care, and the list is of more than its procedure.
    pub guarded: bool,
    /// The unit.
    pub unit: OrgPath,
    /// The unit's name.
    pub unit_title: Title,
    /// Legal day of the first act.
    pub opened_on: Date,
    /// Nothing more can happen.
    pub closed: bool,
    /// Earliest due day that binds one of ours.
    pub due_on: Option<Date>,
    /// That clock's name.
    pub due_clock: Option<Id>,
    /// That clock's title.
    pub due_title: Option<Title>,
    /// How it stands today.
    pub light: Light,
    /// Day it was marked, in lists behind a figure.
    pub marked_on: Option<Date>,
}

impl Bureau {
    /// One page of the matters an account may see, of one unit and what lies below it or of all. The filter's reach is set here,
    /// whatever it says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn cases(&self, who: &Account, under: Option<&OrgPath>, mut filter: MatterFilter) -> Result<Page<CaseRow>, Fault> {
        match Scope::of(&self.library, who, self.today()) {
            Scope::Over(reach) => {
                filter.reach = match under {
                    Some(unit) => reach.within(unit),
                    None => reach,
                };
                if let Some(identifier) = filter.text.as_deref().and_then(identifier) {
                    (filter.text, filter.identifier) = (None, Some(identifier));
                }
                if filter.reach.is_empty() {
                    return Ok(Page { rows: Vec::new(), total: 0 });
                }
            }
            // A party finds no other party by trying numbers.
            Scope::Own => {
                filter.reach = Reach::default();
                filter.holder = Some(who.actor.account.clone());
            }
        }
        self.keep_back(&mut filter);
        let page = self.store.matters(self.id, &filter).await?;
        Ok(Page { rows: self.case_rows(page.rows, filter.procedure.as_ref()).await?, total: page.total })
    }

    /// Turns rows of the store into rows to show: one look at the values for all of them. Names of people under special care are not even
    /// read, unless the list is of that very procedure.
    pub(crate) async fn case_rows(&self, mut rows: Vec<MatterRow>, of: Option<&Id>) -> Result<Vec<CaseRow>, Fault> {
        let kept_back: Vec<bool> = rows.iter().map(|r| of != Some(&r.procedure) && self.library.special_care(&r.procedure)).collect();
        rows.iter_mut().zip(&kept_back).filter(|(_, back)| **back).for_each(|(row, _)| row.party = None);
        let sealed: Vec<_> = rows.iter().filter_map(|r| r.party).collect();
        let mut names = self.store.reveal(self.id, &sealed).await?.into_iter();
        let units = self.units().await?;
        let today = self.today();
        let mut out = Vec::with_capacity(rows.len());
        for (row, guarded) in rows.into_iter().zip(kept_back) {
            let party = if row.party.is_some() { names.next().flatten() } else { None };
            let unit_title = units.iter().find(|u| u.path == row.unit).map(|u| u.title.clone()).unwrap_or_default();
            out.push(CaseRow { guarded, ..self.case_row(row, party, unit_title, today) });
        }
        Ok(out)
    }

    fn case_row(&self, row: MatterRow, party: Option<String>, unit_title: Title, today: Date) -> CaseRow {
        let procedure = self.library.procedure(&row.procedure);
        let state = procedure.and_then(|p| p.states.get(&row.state)).map(|s| s.title.clone()).unwrap_or_default();
        let due_title = procedure.and_then(|p| p.clock(row.due_clock.as_ref()?.as_str())).map(|c| c.title.clone());
        let light = self.row_light(procedure, &row, today);
        CaseRow {
            id: row.id,
            number: row.number.unwrap_or_default(),
            title: procedure.map(|p| p.title.clone()).unwrap_or_default(),
            kind: row.kind.as_ref().and_then(|k| value_title(procedure?, k)),
            procedure: row.procedure,
            state,
            party,
            guarded: false,
            unit: row.unit,
            unit_title,
            opened_on: row.opened_on,
            closed: row.closed,
            due_on: row.due_on,
            due_clock: row.due_clock,
            due_title,
            light,
            marked_on: row.marked_on,
        }
    }

    fn row_light(&self, procedure: Option<&Procedure>, row: &MatterRow, today: Date) -> Light {
        match (row.closed, row.paused, row.due_on) {
            (true, ..) => Light::Done,
            (_, true, _) => Light::Paused,
            (_, _, None) => Light::Unset,
            (_, _, Some(due)) => {
                let amber = procedure.and_then(|p| p.clock(row.due_clock.as_ref()?.as_str())).map_or(1, |c| c.amber.max(1));
                self.light_of(due, amber, today)
            }
        }
    }

    /// The light of a due day.
    pub(crate) fn light_of(&self, due: Date, amber: u32, today: Date) -> Light {
        if due < today {
            Light::Red
        } else if self.library.calendar().workdays_between(today, due) <= i64::from(amber) {
            Light::Amber
        } else {
            Light::Green
        }
    }
}

fn value_title(procedure: &Procedure, value: &Id) -> Option<Title> {
    let choice = procedure.choice_of(value.as_str()).filter(|c| matches!(c.source, ChoiceSource::Act))?;
    choice.values.iter().find(|v| v.id == *value).map(|v| v.title.clone())
}
