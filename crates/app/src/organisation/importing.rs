//! Units, people and entries of registers from a table, as clerks keep them: looked at first, line by line, then taken as a whole or not
//! at all.

use super::keeping::{PersonTyped, UnitTyped, person, unit};
use super::{Keeper, Office, field};
use crate::ports::{Account, Kept, NoteKind, Unit};
use crate::registers::{EntryTyped, keeping};
use crate::{Bureau, Fault, FieldFault};
use kernel::{Id, OrgPath, Title};
use procedure::model::Register;
use std::collections::BTreeSet;

/// Lines of a table at most.
const MOST: usize = 20_000;

/// What a table is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Units.
    Units,
    /// People.
    People,
    /// Entries of a register that is kept by hand.
    Entries {
        /// The register.
        register: Id,
        /// The unit that keeps what is new; `None`: the one of whoever imports.
        unit: Option<OrgPath>,
    },
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading in Chinese, as shown, and in English, as also understood.
    pub title: Title,
    /// What it is called here; understood as a heading too.
    pub name: Id,
    /// The table must have it.
    pub needed: bool,
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
    fn key(&self) -> &'static str {
        match self {
            Self::Units => "path",
            Self::People => "account",
            Self::Entries { .. } => "code",
        }
    }
}

/// What the lines are held against.
struct Known<'a> {
    units: Vec<Unit>,
    kinds: BTreeSet<Id>,
    accounts: Vec<Account>,
    register: Option<(&'a Register, OrgPath)>,
}

impl Bureau {
    /// The columns that a table of this may have.
    #[must_use]
    pub fn columns(&self, subject: &Subject) -> Vec<Column> {
        let column = |&(zh, en, needed): &(&str, &str, bool)| Column { title: Title::new(zh, en), name: Id::from(en), needed };
        match subject {
            Subject::Units => [
                ("单位代码", "path", true),
                ("单位名称", "name", true),
                ("英文名称", "english", false),
                ("类别", "kind", true),
                ("编号简称", "short", false),
                ("承办事项", "handles", false),
                ("行政区划代码", "division", false),
            ]
            .iter()
            .map(column)
            .collect(),
            Subject::People => [("账号", "account", true), ("姓名", "name", true), ("单位代码", "unit", true), ("职务", "post", false)]
                .iter()
                .map(column)
                .collect(),
            Subject::Entries { register: id, .. } => {
                let own = [("代码", "code", true), ("名称", "name", true), ("状态", "status", false)];
                let fields = self.library.register(id).into_iter().flat_map(|r| &r.fields);
                let fields = fields.map(|f| Column { title: f.title.clone(), name: f.id.clone(), needed: f.required });
                own.iter().map(column).chain(fields).collect()
            }
        }
    }

    /// Looks at a table whose first row is its heading. Nothing is written.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for everybody but a system administrator, and for a register but its keeper; [`Fault::Input`] where the heading
    /// lacks a column or the table is too long; faults of the store.
    pub async fn look_at_table<'k>(
        &self,
        keeper: impl Into<Keeper<'k>>,
        subject: &Subject,
        rows: &[Vec<String>],
    ) -> Result<Preview, Fault> {
        let keeper = keeper.into();
        let mut known = self.known(keeper, subject).await?;
        let places = heading(&self.columns(subject), rows.first().map_or(&[][..], Vec::as_slice))?;
        if rows.len() > MOST + 1 {
            return Err(Fault::Input(Title::new(
                format!("这张表有{}行，一次最多导入{MOST}行，请分几次导入。", rows.len() - 1),
                format!("The table has {} lines; at most {MOST} are taken at a time.", rows.len() - 1),
            )));
        }
        let mut out = Preview::default();
        let mut seen = BTreeSet::new();
        for (n, row) in rows.iter().enumerate().skip(1) {
            if row.iter().all(|c| c.trim().is_empty()) {
                continue;
            }
            let cell =
                |name: &str| places.iter().find(|(known, _)| *known == name).and_then(|(_, at)| row.get(*at)).map_or("", |c| c.trim());
            let about = match &known.register {
                Some((register, _)) => keeping::key(register, cell("code")),
                None => cell(subject.key()).to_owned(),
            };
            let lost: Vec<FieldFault> =
                places.iter().filter(|(name, _)| lost_digits(cell(name.as_str()))).map(|(name, _)| lost(name)).collect();
            let read = if lost.is_empty() { self.line(keeper, subject, &cell, &known).await? } else { Err(lost) };
            let finding = match read {
                _ if !seen.insert(about.clone()) => {
                    Finding::Wrong(vec![field(subject.key(), "与前面的一行重复。", "The same as a line above.")])
                }
                Ok((finding, kept)) => {
                    if let Some(Kept::Unit(unit)) = &kept {
                        known.units.retain(|u| u.path != unit.path);
                        known.units.push(unit.clone());
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
    pub async fn take_table<'k>(&self, keeper: impl Into<Keeper<'k>>, subject: &Subject, rows: &[Vec<String>]) -> Result<Preview, Fault> {
        let keeper = keeper.into();
        let preview = self.look_at_table(keeper, subject, rows).await?;
        if preview.wrong() > 0 {
            return Err(Fault::Input(Title::new(
                format!("有{}行需要改正，没有写入任何内容。", preview.wrong()),
                format!("{} line(s) need attention; nothing was written.", preview.wrong()),
            )));
        }
        if preview.written() > 0 {
            let by = keeper.account();
            let of = match subject {
                Subject::Units => "units",
                Subject::People => "people",
                Subject::Entries { register, .. } => register.as_str(),
            };
            let mut notes = vec![self.noted(&by, NoteKind::Imported, of, preview.written().to_string())];
            let told = |kind, about: &str, detail: &str| Some(self.noted(&by, kind, about, detail));
            notes.extend(preview.kept.iter().filter_map(|kept| match kept {
                Kept::Unit(unit) => told(NoteKind::UnitKept, unit.path.as_str(), unit.kind.as_str()),
                Kept::Account { after, .. } => {
                    let unit = after.actor.unit.as_ref().map_or("", OrgPath::as_str);
                    told(NoteKind::AccountKept, after.actor.account.as_str(), unit)
                }
                Kept::Entry { before, after } => told(NoteKind::EntryKept, after.id.as_str(), &keeping::changes(before.as_deref(), after)),
                // No table says what people sign in by.
                Kept::SignIn { .. } => None,
            }));
            self.store.keep(self.id, preview.kept.clone(), notes).await?;
        }
        Ok(preview)
    }

    /// What the lines are held against, for whoever may import this.
    async fn known(&self, keeper: Keeper<'_>, subject: &Subject) -> Result<Known<'_>, Fault> {
        let register = match (subject, keeper) {
            (Subject::Entries { register, unit }, _) => Some(self.kept_register(keeper, register, unit.as_ref()).await?),
            (_, Keeper::Administrator(who)) if self.office_of(who) != Some(Office::System) => return Err(Fault::NotFound),
            _ => None,
        };
        let (units, kinds) = (self.store.units(self.id).await?, self.unit_kinds().await?);
        let accounts = if *subject == Subject::People { self.store.accounts(self.id).await? } else { Vec::new() };
        Ok(Known { units, kinds, accounts, register })
    }

    async fn line<'a, C: Fn(&str) -> &'a str>(
        &self,
        keeper: Keeper<'_>,
        subject: &Subject,
        cell: &C,
        known: &Known<'_>,
    ) -> Result<Read, Fault> {
        Ok(match (subject, &known.register) {
            (Subject::Units, _) => self.unit_line(keeper, cell, (&known.units, &known.kinds)),
            (Subject::People, _) => self.person_line(keeper, cell, (&known.units, &known.accounts)),
            (Subject::Entries { .. }, Some((register, unit))) => self.entry_line(keeper, subject, cell, (register, unit)).await?,
            (Subject::Entries { .. }, None) => return Err(Fault::NotFound),
        })
    }

    async fn entry_line<'a, C: Fn(&str) -> &'a str>(
        &self,
        keeper: Keeper<'_>,
        subject: &Subject,
        cell: &C,
        (register, unit): (&Register, &OrgPath),
    ) -> Result<Read, Fault> {
        let said = |name: &Id| (name.clone(), cell(name.as_str()).to_owned());
        // An empty cell says nothing of what is known: a table may have fewer columns than the register has fields.
        let said = self.columns(subject).iter().skip(3).map(|c| said(&c.name)).filter(|(_, text)| !text.is_empty()).collect();
        let typed = EntryTyped { code: cell("code").to_owned(), name: cell("name").to_owned(), status: cell("status").to_owned(), said };
        let before = self.store.entry(self.id, &keeping::entry_id(register, &keeping::key(register, &typed.code))).await?;
        if let (Some(before), Keeper::Administrator(who)) = (&before, keeper)
            && !self.keeps_entry(who, register, before)
        {
            return Ok(Err(vec![field("code", "这一条由别的单位登记，不在您的范围内。", "Another unit keeps this entry.")]));
        }
        Ok(keeping::entry(register, &typed, before.as_ref(), unit).map(|after| match before {
            Some(before) if before == after => (Finding::Same, None),
            before => {
                let finding = if before.is_some() { Finding::Changed } else { Finding::New };
                (finding, Some(Kept::Entry { before: before.map(Box::new), after: Box::new(after) }))
            }
        }))
    }

    fn unit_line<'a>(&self, keeper: Keeper<'_>, cell: &impl Fn(&str) -> &'a str, (units, kinds): (&[Unit], &BTreeSet<Id>)) -> Read {
        let typed = UnitTyped {
            path: cell("path").to_owned(),
            name: cell("name").to_owned(),
            english: cell("english").to_owned(),
            kind: cell("kind").to_owned(),
            short: cell("short").to_owned(),
            handles: ["是", "yes", "1", "√"].contains(&cell("handles")),
            division: cell("division").to_owned(),
        };
        self.within(keeper, &typed.path, "path")?;
        let unit = unit(&typed, units, kinds)?;
        Ok(match units.iter().find(|u| u.path == unit.path) {
            Some(known) if *known == unit => (Finding::Same, None),
            Some(_) => (Finding::Changed, Some(Kept::Unit(unit))),
            None => (Finding::New, Some(Kept::Unit(unit))),
        })
    }

    fn person_line<'a>(&self, keeper: Keeper<'_>, cell: &impl Fn(&str) -> &'a str, (units, accounts): (&[Unit], &[Account])) -> Read {
        let typed = PersonTyped {
            account: cell("account").to_owned(),
            name: cell("name").to_owned(),
            unit: cell("unit").to_owned(),
            post: cell("post").to_owned(),
        };
        self.within(keeper, &typed.unit, "unit")?;
        let before = accounts.iter().find(|a| a.actor.account == *typed.account.as_str());
        if let Some(unit) = before.and_then(|b| b.actor.unit.as_ref()) {
            self.within(keeper, unit.as_str(), "account")?;
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

    fn within(&self, keeper: Keeper<'_>, unit: &str, name: &str) -> Result<(), Vec<FieldFault>> {
        match keeper {
            Keeper::Operator => return Ok(()),
            Keeper::Administrator(who) if self.holds_office(who, Office::System, &OrgPath::new(unit.trim())) => return Ok(()),
            Keeper::Administrator(_) => {}
        }
        Err(vec![field(name, "不在您管理的单位范围内。", "It lies outside the units that you administer.")])
    }
}

/// What a line comes to, with what is to be kept of it.
type Read = Result<(Finding, Option<Kept>), Vec<FieldFault>>;

/// Whether a spreadsheet took a long number for a quantity, and shows it as `9.1150302E+17`: it keeps 15 digits of it.
fn lost_digits(cell: &str) -> bool {
    let Some((digits, power)) = cell.split_once("E+") else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number(digits) && number(power)
}

fn lost(name: &Id) -> FieldFault {
    field(
        name.as_str(),
        "表格软件把这个号码当成了数字，只留下前15位，后面的已经丢失。请把这一列设为文本格式，照原件重新填写。",
        "The spreadsheet took this number for a quantity and kept 15 digits; the rest is lost. Format the column as text and type it again.",
    )
}

/// Where each column stands.
fn heading(columns: &[Column], row: &[String]) -> Result<Vec<(Id, usize)>, Fault> {
    let is = |cell: &String, c: &Column| [c.title.zh.as_str(), c.title.en.as_str(), c.name.as_str()].contains(&cell.trim());
    let at = |c: &Column| row.iter().position(|cell| is(cell, c)).map(|at| (c.name.clone(), at));
    let places: Vec<(Id, usize)> = columns.iter().filter_map(at).collect();
    let missing: Vec<&Column> = columns.iter().filter(|c| c.needed && !places.iter().any(|(known, _)| *known == c.name)).collect();
    if missing.is_empty() {
        return Ok(places);
    }
    let (zh, en): (Vec<&str>, Vec<&str>) = missing.iter().map(|c| (c.title.zh.as_str(), c.title.en.as_str())).unzip();
    // A title over the whole table, in merged cells, is one cell and empty ones.
    let merged = row.iter().filter(|c| !c.trim().is_empty()).count() == 1 && places.is_empty();
    let (more, also) = if merged {
        ("第一行像是合并单元格的标题，请删去，让列名成为第一行。", " The first row looks like a title in merged cells; delete it.")
    } else {
        ("", "")
    };
    Err(Fault::Input(Title::new(
        format!("第一行要有这些列名：{}。{more}", zh.join("、")),
        format!("The first row lacks these headings: {}.{also}", en.join(", ")),
    )))
}
