//! Units and people from a table, as clerks keep them: looked at first, line by line, then taken as a whole or not at all.

use super::keeping::{PersonTyped, UnitTyped, person, unit};
use super::{Office, field};
use crate::ports::{Account, Kept, NoteKind, Unit};
use crate::{Bureau, Fault, FieldFault};
use kernel::{Id, OrgPath, Title};
use std::collections::BTreeSet;

/// Lines of a table at most.
const MOST: usize = 5_000;

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Units.
    Units,
    /// People.
    People,
}

/// What a line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is new.
    New,
    /// It changes what is there.
    Changed,
    /// It says what is there already.
    Same,
    /// It cannot be taken.
    Wrong(Vec<FieldFault>),
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the table, the heading being 1.
    pub place: usize,
    /// What it is about: a unit's path or an account.
    pub about: String,
    /// Its name.
    pub name: String,
    /// What it comes to.
    pub finding: Finding,
}

/// A table looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Line by line.
    pub lines: Vec<Line>,
    kept: Vec<Kept>,
}

impl Preview {
    /// Lines that cannot be taken.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.lines.iter().filter(|l| matches!(l.finding, Finding::Wrong(_))).count()
    }

    /// Lines that would be written.
    #[must_use]
    pub fn written(&self) -> usize {
        self.kept.len()
    }
}

impl Subject {
    /// Column headings: in Chinese as shown, in English as also understood.
    #[must_use]
    pub fn columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Units => &[
                ("单位代码", "path"),
                ("单位名称", "name"),
                ("英文名称", "english"),
                ("类别", "kind"),
                ("编号简称", "short"),
                ("承办事项", "handles"),
                ("行政区划代码", "division"),
            ],
            Self::People => &[("账号", "account"), ("姓名", "name"), ("单位代码", "unit"), ("职务", "post")],
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Units => "path",
            Self::People => "account",
        }
    }
}

impl Bureau {
    /// Looks at a table whose first row is its heading. Nothing is written.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but a system administrator; [`Fault::Input`] where the heading lacks a column or the table is too
    /// long; faults of the store.
    pub async fn look_at_table(&self, who: &Account, subject: Subject, rows: &[Vec<String>]) -> Result<Preview, Fault> {
        if self.office_of(who) != Some(Office::System) {
            return Err(Fault::NotFound);
        }
        let places = heading(subject, rows.first().map_or(&[][..], Vec::as_slice))?;
        if rows.len() > MOST + 1 {
            return Err(Fault::Input(Title::new(
                format!("这张表有{}行，一次最多导入{MOST}行，请分几次导入。", rows.len() - 1),
                format!("The table has {} lines; at most {MOST} are taken at a time.", rows.len() - 1),
            )));
        }
        let (mut units, kinds) = (self.store.units(self.id).await?, self.unit_kinds().await?);
        let accounts = self.store.accounts(self.id).await?;
        let mut out = Preview::default();
        let mut seen = BTreeSet::new();
        for (n, row) in rows.iter().enumerate().skip(1) {
            let cell =
                |name: &str| places.iter().find(|(known, _)| *known == name).and_then(|(_, at)| row.get(*at)).map_or("", |c| c.trim());
            if row.iter().all(|c| c.trim().is_empty()) {
                continue;
            }
            let read = match subject {
                Subject::Units => self.unit_line(who, &cell, (&units, &kinds)),
                Subject::People => self.person_line(who, &cell, (&units, &accounts)),
            };
            let about = cell(subject.key()).to_owned();
            let finding = match read {
                _ if !seen.insert(about.clone()) => {
                    Finding::Wrong(vec![field(subject.key(), "与前面的一行重复。", "The same as a line above.")])
                }
                Ok((finding, kept)) => {
                    if let Some(Kept::Unit(unit)) = &kept {
                        units.retain(|u| u.path != unit.path);
                        units.push(unit.clone());
                    }
                    out.kept.extend(kept);
                    finding
                }
                Err(found) => Finding::Wrong(found),
            };
            out.lines.push(Line { place: n + 1, about, name: cell("name").to_owned(), finding });
        }
        Ok(out)
    }

    /// Takes a table: every line of it, or none where one is wrong.
    ///
    /// # Errors
    /// As [`Bureau::look_at_table`]; [`Fault::Input`] where a line is wrong; a conflict where somebody changed one of them meanwhile.
    pub async fn take_table(&self, who: &Account, subject: Subject, rows: &[Vec<String>]) -> Result<Preview, Fault> {
        let preview = self.look_at_table(who, subject, rows).await?;
        if preview.wrong() > 0 {
            return Err(Fault::Input(Title::new(
                format!("有{}行需要改正，没有写入任何内容。", preview.wrong()),
                format!("{} line(s) need attention; nothing was written.", preview.wrong()),
            )));
        }
        if preview.written() > 0 {
            let mut notes = vec![self.noted(
                &who.actor.account,
                NoteKind::Imported,
                format!("{subject:?}").to_lowercase(),
                preview.written().to_string(),
            )];
            let told = |kind, about: &str, detail: &str| Some(self.noted(&who.actor.account, kind, about, detail));
            notes.extend(preview.kept.iter().filter_map(|kept| match kept {
                Kept::Unit(unit) => told(NoteKind::UnitKept, unit.path.as_str(), unit.kind.as_str()),
                Kept::Account { after, .. } => {
                    let unit = after.actor.unit.as_ref().map_or("", OrgPath::as_str);
                    told(NoteKind::AccountKept, after.actor.account.as_str(), unit)
                }
                Kept::Entry(entry) => told(NoteKind::EntryKept, entry.id.as_str(), entry.register.as_str()),
                // No table says what people sign in by.
                Kept::SignIn { .. } => None,
            }));
            self.store.keep(self.id, preview.kept.clone(), notes).await?;
        }
        Ok(preview)
    }

    fn unit_line<'a>(
        &self,
        who: &Account,
        cell: &impl Fn(&str) -> &'a str,
        (units, kinds): (&[Unit], &BTreeSet<Id>),
    ) -> Result<(Finding, Option<Kept>), Vec<FieldFault>> {
        let typed = UnitTyped {
            path: cell("path").to_owned(),
            name: cell("name").to_owned(),
            english: cell("english").to_owned(),
            kind: cell("kind").to_owned(),
            short: cell("short").to_owned(),
            handles: ["是", "yes", "1", "√"].contains(&cell("handles")),
            division: cell("division").to_owned(),
        };
        self.within(who, &typed.path, "path")?;
        let unit = unit(&typed, units, kinds)?;
        Ok(match units.iter().find(|u| u.path == unit.path) {
            Some(known) if *known == unit => (Finding::Same, None),
            Some(_) => (Finding::Changed, Some(Kept::Unit(unit))),
            None => (Finding::New, Some(Kept::Unit(unit))),
        })
    }

    fn person_line<'a>(
        &self,
        who: &Account,
        cell: &impl Fn(&str) -> &'a str,
        (units, accounts): (&[Unit], &[Account]),
    ) -> Result<(Finding, Option<Kept>), Vec<FieldFault>> {
        let typed = PersonTyped {
            account: cell("account").to_owned(),
            name: cell("name").to_owned(),
            unit: cell("unit").to_owned(),
            post: cell("post").to_owned(),
        };
        self.within(who, &typed.unit, "unit")?;
        let before = accounts.iter().find(|a| a.actor.account == *typed.account.as_str());
        if let Some(unit) = before.and_then(|b| b.actor.unit.as_ref()) {
            self.within(who, unit.as_str(), "account")?;
        }
        let after = person(&typed, before, units)?;
        Ok(match before {
            Some(before) if before.says_the_same(&after) => (Finding::Same, None),
            _ => {
                let finding = if before.is_some() { Finding::Changed } else { Finding::New };
                (finding, Some(Kept::Account { before: before.cloned().map(Box::new), after: Box::new(after) }))
            }
        })
    }

    fn within(&self, who: &Account, unit: &str, name: &str) -> Result<(), Vec<FieldFault>> {
        if self.holds_office(who, Office::System, &OrgPath::new(unit.trim())) {
            return Ok(());
        }
        Err(vec![field(name, "不在您管理的单位范围内。", "It lies outside the units that you administer.")])
    }
}

/// Where each column stands.
fn heading(subject: Subject, row: &[String]) -> Result<Vec<(&'static str, usize)>, Fault> {
    let at = |(zh, en): &(&'static str, &'static str)| row.iter().position(|c| c.trim() == *zh || c.trim() == *en).map(|at| (*en, at));
    let places: Vec<(&'static str, usize)> = subject.columns().iter().filter_map(at).collect();
    let needed: &[&str] = match subject {
        Subject::Units => &["path", "name", "kind"],
        Subject::People => &["account", "name", "unit"],
    };
    let missing: Vec<&str> = subject
        .columns()
        .iter()
        .filter(|(_, en)| needed.contains(en) && !places.iter().any(|(known, _)| known == en))
        .map(|(zh, _)| *zh)
        .collect();
    if missing.is_empty() {
        return Ok(places);
    }
    Err(Fault::Input(Title::new(
        format!("第一行要有这些列名：{}。", missing.join("、")),
        format!("The first row lacks these headings: {}.", missing.join(", ")),
    )))
}
