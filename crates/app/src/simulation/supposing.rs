//! What is supposed: the library as it would be.

use crate::Library;
use calendar::Calendar;
use kernel::{Date, Id, Title};
use law::Citation;
use procedure::model::{Amount, Dossier, Ground, Procedure};

/// One thing supposed to be otherwise.
#[derive(Clone, Debug)]
pub enum Supposition {
    /// A figure of a statute: every period that cites it.
    Figure {
        /// The law's title, or its alias in procedures.
        law: String,
        /// The passage, with the figure where it holds several.
        at: Citation,
        /// The number it would be.
        amount: u32,
    },
    /// A number of the bureau's own.
    Parameter {
        /// Its name.
        name: Id,
        /// The value it would have.
        value: u64,
    },
    /// Another text of procedures: a version that is not in force yet, or the present one rewritten.
    Text(Box<Dossier>),
    /// Another calendar.
    Calendar(&'static Calendar),
}

/// The law as it would be.
#[derive(Debug)]
pub struct Supposed {
    /// Everything that is supposed, and the rest as it is.
    pub library: Library,
    /// From when.
    pub from: Date,
    /// Versions that would reach running matters.
    reaching: Vec<Reaching>,
}

/// A version that reaches running matters.
#[derive(Debug)]
pub(super) struct Reaching {
    procedure: Id,
    version: u32,
    /// As if it had been in force all along; else matters go over to it as its transition says.
    pub(super) all_along: bool,
}

impl Supposed {
    /// Puts the law as it would be together. Without a day, a new version counts from the day on which it says that it is in force,
    /// and everything else from `today`.
    ///
    /// # Errors
    /// A sentence that says which supposition fits nothing.
    pub fn new(library: &Library, all: &[Supposition], from: Option<Date>, today: Date) -> Result<Self, Title> {
        let mut supposed = Self { library: library.clone(), from: from.unwrap_or(today), reaching: Vec::new() };
        for one in all {
            match one {
                Supposition::Figure { law, at, amount } => supposed.figure(law, at, *amount)?,
                Supposition::Parameter { name, value } => supposed.parameter(name, *value)?,
                Supposition::Text(dossier) => supposed.text(dossier, from)?,
                Supposition::Calendar(calendar) => supposed.library.set_calendar(calendar),
            }
        }
        Ok(supposed)
    }

    /// The law if the newest version of a procedure that is loaded reached the matters of the ones before it: as its transition says, or
    /// as if it had been in force all along. `None` without a newer version.
    #[must_use]
    pub fn newest(library: &Library, procedure: &Id, all_along: bool) -> Option<Self> {
        let newest = library.procedure(procedure).filter(|p| p.transition.is_some())?;
        let reaching = vec![Reaching { procedure: newest.id.clone(), version: newest.version, all_along }];
        Some(Self { library: library.clone(), from: newest.in_force_from, reaching })
    }

    /// The version that would reach running matters of a procedure, and how.
    pub(super) fn version(&self, id: &Id) -> Option<(&Procedure, &Reaching)> {
        let reaching = self.reaching.iter().find(|r| r.procedure == *id)?;
        Some((self.library.versions(id).iter().find(|p| p.version == reaching.version)?, reaching))
    }

    fn figure(&mut self, law: &str, at: &Citation, amount: u32) -> Result<(), Title> {
        if amount == 0 {
            return Err(Title::new("期限的数应当大于零（SIM01）", "A period must be more than nothing (SIM01)"));
        }
        let mut found = 0;
        for p in self.library.procedures_mut() {
            let alias = p.laws.iter().find(|(alias, l)| l.title == law || alias.as_str() == law).map(|(alias, _)| alias.clone());
            let Some(alias) = alias else { continue };
            let meant = |ground: &Ground| ground.cites.iter().any(|c| c.law == alias && c.at.is_some_and(|c| same_figure(at, &c)));
            let clocks = p.clocks.iter_mut();
            for clock in clocks {
                let lengths = clock.lengths.iter_mut().filter(|l| meant(if l.ground.is_empty() { &clock.ground } else { &l.ground }));
                let extends = clock.extends.iter_mut().filter(|e| meant(&e.ground)).map(|e| &mut e.max);
                for own in lengths.map(|l| &mut l.amount).chain(extends).filter(|a| matches!(a, Amount::Fixed(_))) {
                    *own = Amount::Fixed(amount);
                    found += 1;
                }
            }
        }
        if found > 0 {
            return Ok(());
        }
        Err(Title::new(
            format!("没有哪个期限引用{law}{}；sinan procedure manual 列出各期限的依据（SIM02）", at.chinese()),
            format!("No period cites {law} {at}; sinan procedure manual lists what each rests on (SIM02)"),
        ))
    }

    fn parameter(&mut self, name: &Id, value: u64) -> Result<(), Title> {
        let Some(param) = self.library.procedures().find_map(|p| p.params.get(name)).cloned() else {
            return Err(Title::new(format!("没有叫 {name} 的参数（SIM03）"), format!("There is no parameter {name} (SIM03)")));
        };
        if param.min.is_some_and(|min| value < min) || param.max.is_some_and(|max| value > max) {
            return Err(Title::new(
                format!("“{}”不能是{value}，超出了规定的范围（SIM04）", param.title.zh),
                format!("“{}” may not be {value}: it lies outside its bounds (SIM04)", param.title.en),
            ));
        }
        self.library.set_param(name.clone(), value);
        Ok(())
    }

    fn text(&mut self, dossier: &Dossier, from: Option<Date>) -> Result<(), Title> {
        for p in &dossier.procedures {
            let mut p = p.clone();
            match self.library.versions(&p.id).iter().find(|known| known.version == p.version) {
                // The present version rewritten: matters stay pinned to it.
                Some(known) => p.hash = known.hash,
                None => {
                    self.from = from.unwrap_or(p.in_force_from);
                    self.reaching.push(Reaching { procedure: p.id.clone(), version: p.version, all_along: false });
                }
            }
            self.library.put(p);
        }
        if dossier.procedures.is_empty() {
            return Err(Title::new("文件里没有程序（SIM05）", "The file holds no procedure (SIM05)"));
        }
        Ok(())
    }
}

/// Whether a citation names this figure. Who names no figure of a passage means all of them.
fn same_figure(asked: &Citation, cited: &Citation) -> bool {
    asked.passage() == cited.passage() && (asked.nth.is_none() || asked.nth == cited.nth.or(Some(1)))
}
