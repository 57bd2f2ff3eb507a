//! The desk (工作台): what waits for me, what waits for others, what presses.

use crate::access::queue_owners;
use crate::ports::{Account, Page, QueueQuery, QueueRow};
use crate::{Bureau, CaseRow, Fault};
use engine::Light;
use kernel::{Date, Id, Title};
use procedure::model::{Action, Procedure};

/// A desk as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// Three things to do today, the most pressing first.
    pub three: Vec<Todo>,
    /// What waits for me (待办).
    pub todo: Page<Todo>,
    /// What waits for others (在办).
    pub waiting: Page<Todo>,
    /// What is late or nearly so (预警).
    pub alerts: Page<Todo>,
}

/// One piece of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Todo {
    /// Its matter.
    pub case: CaseRow,
    /// The role that is to act.
    pub role: Title,
    /// What comes next, in words.
    pub next: Title,
    /// When it is due.
    pub due_on: Option<Date>,
    /// The clock that presses.
    pub clock: Option<Title>,
    /// The articles that clock rests on; says so where it is the bureau's own.
    pub ground: Vec<String>,
    /// How it stands today.
    pub light: Light,
    /// The clock, for the link to its explanation.
    pub clock_id: Option<Id>,
}

/// Rows of each list on the desk; the rest is one click away.
const ROWS: u32 = 12;
/// Working days ahead that count as pressing.
const AHEAD: i64 = 2;

impl Bureau {
    /// The desk of an account.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn desk(&self, who: &Account) -> Result<Desk, Fault> {
        let today = self.today();
        let units = self.units().await?;
        let owners = queue_owners(&self.library, &units, &who.actor, today);
        let query = |waiting, due_before| QueueQuery { owners: owners.clone(), waiting, due_before, offset: 0, limit: ROWS };
        let todo = self.todos(query(false, None)).await?;
        let waiting = self.todos(query(true, None)).await?;
        let alerts = self.todos(query(false, Some(self.workdays_ahead(today, AHEAD + 1)))).await?;
        let three = todo.rows.iter().take(3).cloned().collect();
        Ok(Desk { three, todo, waiting, alerts })
    }

    /// How many pieces of work wait for the account: the number beside the navigation.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn todo_count(&self, who: &Account) -> Result<u64, Fault> {
        let units = self.units().await?;
        let owners = queue_owners(&self.library, &units, &who.actor, self.today());
        Ok(self.store.queue_len(self.id, &QueueQuery { owners, waiting: false, due_before: None, offset: 0, limit: 0 }).await?)
    }

    fn workdays_ahead(&self, today: Date, days: i64) -> Date {
        let mut day = today;
        while self.library.calendar().workdays_between(today, day) < days {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        day
    }

    async fn todos(&self, query: QueueQuery) -> Result<Page<Todo>, Fault> {
        let page = self.store.queue(self.id, &query).await?;
        let today = self.today();
        let (tasks, matters): (Vec<_>, Vec<_>) = page.rows.into_iter().map(|QueueRow { task, matter }| (task, matter)).unzip();
        let cases = self.case_rows(matters, None).await?;
        let rows = tasks.into_iter().zip(cases).map(|(task, case)| {
            let procedure = self.library.procedure(&case.procedure);
            let clock = procedure.and_then(|p| p.clock(task.clock.as_ref()?.as_str()));
            let light = match task.due_on {
                Some(due) => self.light_of(due, clock.map_or(1, |c| c.amber.max(1)), today),
                None => Light::Unset,
            };
            Todo {
                role: procedure.and_then(|p| p.roles.get(&task.role)).map(|r| r.title.clone()).unwrap_or_default(),
                next: next_step(procedure, &task.kind, &task.role, task.state.as_ref()),
                due_on: task.due_on,
                ground: clock.and_then(|c| Some(self.grounds(procedure?, c))).unwrap_or_default(),
                clock: clock.map(|c| c.title.clone()),
                clock_id: task.clock,
                light,
                case,
            }
        });
        Ok(Page { rows: rows.collect(), total: page.total })
    }

    /// What a clock's length rests on, written out.
    #[must_use]
    pub fn grounds(&self, procedure: &Procedure, clock: &procedure::model::Clock) -> Vec<String> {
        let mut out = Vec::new();
        let grounds = clock.lengths.iter().map(|l| &l.ground).chain([&clock.ground]);
        for cite in grounds.flat_map(|g| &g.cites) {
            let law = procedure.laws.get(&cite.law).map_or(cite.law.as_str(), |l| l.title.as_str());
            let text = cite.at.as_ref().map_or_else(|| format!("《{law}》"), |at| format!("{law}{}", at.chinese()));
            if !out.contains(&text) {
                out.push(text);
            }
        }
        out
    }
}

/// What the role does next: the acts of this state that carry the matter on. What could be done almost anywhere, and what ours
/// merely enter for others, is not what the day is about. A signature or an agreement has a name of its own.
fn next_step(procedure: Option<&Procedure>, kind: &str, role: &Id, state: Option<&Id>) -> Title {
    match kind {
        "sign" => return Title::new("签批", "Sign"),
        "agree" => return Title::new("核对更正", "Check the correction"),
        _ => {}
    }
    let here = procedure.into_iter().flat_map(|p| &p.actions).filter(|a| state.is_some_and(|s| a.offered_in(s)));
    let mut mine: Vec<&Action> = here.filter(|a| a.by.contains(role) || a.via.as_ref() == Some(role)).collect();
    mine.sort_by_key(|a| (!a.by.contains(role), a.from.len(), a.to.is_empty(), a.once, !a.only.is_empty()));
    let titles: Vec<&Title> = mine.iter().take(2).map(|a| &a.title).collect();
    let join = |f: fn(&Title) -> &str, sep: &str| titles.iter().map(|t| f(t)).collect::<Vec<_>>().join(sep);
    Title::new(join(|t| &t.zh, "或者"), join(|t| &t.en, " or "))
}
