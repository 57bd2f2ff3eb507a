//! The register of processing (个人信息处理清单): every personal field, why it is asked, on which article, who reads it, for how long.
//!
//! It is generated from the procedures that are loaded, so that it says what the program does and not what somebody remembers.

use crate::{Library, masking::identifying_number};
use engine::written;
use kernel::{Id, Title};
use procedure::model::{BasisKind, Field, FieldKind, Ground, HeldBy, Personal, Procedure, Purpose, Retention};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What is processed in one procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Processing {
    /// The procedure.
    pub procedure: Id,
    /// Its title.
    pub title: Title,
    /// How long it is kept and on what that rests; `None`: no period is set, and nothing is destroyed.
    pub kept: Option<(u32, Title)>,
    /// Its matters are under special care.
    pub special_care: bool,
    /// Its personal fields, in the order in which they are asked.
    pub fields: Vec<ProcessedField>,
}

/// A personal field.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessedField {
    /// Its name.
    pub id: Id,
    /// What is asked.
    pub title: Title,
    /// Why it is personal.
    pub category: Title,
    /// Why it is asked; empty where the file does not say.
    pub purpose: Title,
    /// What that rests on.
    pub rests: Title,
    /// Who reads it.
    pub readers: Title,
    /// It lies encrypted under a key of its person's own; else it is a coded answer within the log.
    pub sealed: bool,
}

impl Library {
    /// The retention of a procedure, or of the one above it.
    #[must_use]
    pub fn retention<'a>(&'a self, procedure: &'a Procedure) -> Option<&'a Retention> {
        let above = || procedure.child_of.as_ref().and_then(|id| self.procedure(id)).and_then(|p| p.retention.as_ref());
        procedure.retention.as_ref().or_else(above)
    }

    /// The register, one part a procedure in its newest version, in the order of their names.
    #[must_use]
    pub fn register_of_processing(&self) -> Vec<Processing> {
        self.procedures().map(|p| self.processing(p)).filter(|p| !p.fields.is_empty()).collect()
    }

    fn processing(&self, procedure: &Procedure) -> Processing {
        let mut seen = BTreeSet::new();
        let fields = procedure.fields().filter(|(_, f)| (f.personal.is_some() || f.kind.identifies()) && seen.insert(f.id.clone()));
        let fields = fields.map(|(section, field)| {
            let purpose = field.purpose.as_ref().or(section.purpose.as_ref());
            ProcessedField {
                id: field.id.clone(),
                title: field.title.clone(),
                category: category(field),
                purpose: purpose.map(|p: &Purpose| p.title.clone()).unwrap_or_default(),
                rests: purpose.map(|p| self.rests(procedure, &p.ground)).unwrap_or_default(),
                readers: readers(procedure, field),
                sealed: sealed(field),
            }
        });
        Processing {
            procedure: procedure.id.clone(),
            title: procedure.title.clone(),
            kept: self.retention(procedure).map(|kept| (kept.years, self.rests(procedure, &kept.ground))),
            special_care: self.special_care(&procedure.id),
            fields: fields.collect(),
        }
    }

    /// Articles, else whose rule it is.
    fn rests(&self, procedure: &Procedure, ground: &Ground) -> Title {
        let cites = written(&self.frame(procedure), ground).join("、");
        let basis = ground.basis.as_ref().map(|b| match b.kind {
            BasisKind::Local => Title::new("本地规定", "local rule"),
            BasisKind::Internal => Title::new("本单位内部规定", "the bureau’s own rule"),
            BasisKind::Reading => Title::new("实务理解", "a reading of practice"),
        });
        let join = |other: &str| [cites.as_str(), other].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("；");
        Title::new(join(basis.as_ref().map_or("", |b| &b.zh)), join(basis.as_ref().map_or("", |b| &b.en)))
    }
}

fn category(field: &Field) -> Title {
    match (&field.personal, identifying_number(field)) {
        (Some(Personal::Finance), _) => Title::new("经济状况", "means"),
        (Some(Personal::Dispute), _) => Title::new("纠纷内容", "the dispute"),
        (Some(Personal::Status), _) => Title::new("身份状况", "status"),
        (Some(Personal::Health), _) => Title::new("健康", "health"),
        (_, true) => Title::new("识别号码", "identifying number"),
        _ => Title::new("身份", "identity"),
    }
}

/// Who reads a field: the roles of our units, whoever it speaks of, and those who help them, unless it is sensitive.
fn readers(procedure: &Procedure, field: &Field) -> Title {
    let sensitive = matches!(field.personal, Some(Personal::Finance | Personal::Health | Personal::Status));
    let reads = |held_by: &HeldBy| match held_by {
        HeldBy::Unit(_) | HeldBy::Party => true,
        HeldBy::Register(_) => !sensitive,
        HeldBy::Outside | HeldBy::Public => false,
    };
    let titles: Vec<&Title> = procedure.roles.values().filter(|r| reads(&r.held_by)).map(|r| &r.title).collect();
    let join = |of: fn(&Title) -> &str, between: &str| titles.iter().map(|t| of(t)).collect::<Vec<_>>().join(between);
    Title::new(join(|t| &t.zh, "、"), join(|t| &t.en, ", "))
}

/// Whether an answer lies encrypted: words and numbers do; dates, amounts and coded answers stand in the log.
fn sealed(field: &Field) -> bool {
    use FieldKind::{Choice, Date, DateTime, Money, Number, Register, YesNo};
    !matches!(field.kind, Choice(_) | Date | DateTime | Money | Number | Register { .. } | YesNo)
}

/// The register as Markdown, Chinese with English beside it. The same procedures always give the same text.
#[must_use]
pub fn register_of_processing(library: &Library) -> String {
    let mut out = String::from(
        "# 个人信息处理清单 · Register of processing\n\n由程序文件生成：`sinan privacy register`。Generated from the procedure files.\n\n\
         加密 sealed：值按人单独加密，日志里只有摘要；编码 coded：选项、日期、金额，写在日志里。识别号码只有经办人和本人看得到全部，其他人要写明理由。\n",
    );
    for part in library.register_of_processing() {
        let _ = writeln!(out, "\n## {} · {} `{}`\n", part.title.zh, part.title.en, part.procedure);
        let _ = match &part.kept {
            Some((years, rests)) => {
                writeln!(out, "办结后保存 {years} 年（{}）。Kept for {years} years after it closed ({}).", rests.zh, rests.en)
            }
            None => writeln!(out, "没有规定保存期限，不销毁。No period is set; nothing is destroyed."),
        };
        if part.special_care {
            let _ = writeln!(out, "\n特别保护（特管）。Under special care.");
        }
        let _ = writeln!(out, "\n| 字段 | 类别 | 目的 | 依据 | 谁能看 | 保存方式 |\n|---|---|---|---|---|---|");
        for field in &part.fields {
            let cell = |t: &Title| if t.zh.is_empty() { "—".to_owned() } else { t.zh.replace('|', "\\|") };
            let how = if field.sealed { "加密" } else { "编码" };
            let (title, category) = (cell(&field.title), cell(&field.category));
            let (purpose, rests, readers) = (cell(&field.purpose), cell(&field.rests), cell(&field.readers));
            let _ = writeln!(out, "| {title} `{}` | {category} | {purpose} | {rests} | {readers} | {how} |", field.id);
        }
    }
    out
}
