//! Looks at personal values (查看留痕): each is in the journal before the page is on its way, and the person concerned reads of it.
//!
//! A look that cannot be noted is not given. What a note says is coded: the account, the matter, what was opened, on what ground, from
//! which unit; no words of anybody, so that the journal itself holds nothing personal.

use crate::ports::{Account, Note, NoteKind, NoteQuery, StoreError};
use crate::{Bureau, CaseFile, Fault};
use engine::Matter;
use kernel::{AccountId, MatterId, OrgPath, Title};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Views of one matter by one account within so many microseconds are one look. A number of our own; no rule sets it.
const ONE_LOOK: i64 = 10 * 60 * 1_000_000;
/// Entries that are kept without looking whether they are over.
const ROOM: usize = 4_096;
/// Looks that a page tells of.
const TOLD: u32 = 50;

/// What of a matter is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Its page.
    Overview,
    /// The form of an act or of a verb.
    Act,
    /// A paper.
    Paper,
    /// How a due day is reckoned.
    Deadline,
    /// The form that corrects a date.
    Correction,
    /// What is otherwise masked, in full.
    Whole,
    /// The proof file.
    Proof,
    /// Everything held on the person.
    Extract,
}

impl Sight {
    const ALL: [Self; 8] =
        [Self::Overview, Self::Act, Self::Paper, Self::Deadline, Self::Correction, Self::Whole, Self::Proof, Self::Extract];

    /// Its word in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Act => "act",
            Self::Paper => "paper",
            Self::Deadline => "deadline",
            Self::Correction => "correction",
            Self::Whole => "whole",
            Self::Proof => "proof",
            Self::Extract => "extract",
        }
    }

    /// What people read.
    #[must_use]
    pub fn title(self) -> Title {
        match self {
            Self::Overview => Title::new("事项页", "the matter's page"),
            Self::Act => Title::new("办理页", "the form of an act"),
            Self::Paper => Title::new("文书", "a paper"),
            Self::Deadline => Title::new("期限说明", "how a due day is reckoned"),
            Self::Correction => Title::new("更正页", "the form that corrects a date"),
            Self::Whole => Title::new("完整号码", "numbers in full"),
            Self::Proof => Title::new("导出证明文件", "the proof file, exported"),
            Self::Extract => Title::new("导出本人全部信息", "everything held on the person, exported"),
        }
    }
}

/// On what ground somebody looks. A list, not words: words would say more than the journal may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The work itself.
    Handling,
    /// Supervision of the work.
    Supervision,
    /// A complaint or an objection is dealt with.
    Complaint,
    /// The person asked for it.
    AskedByParty,
    /// Files are assessed or archived.
    Assessment,
    /// An organ that may ask has asked.
    OtherOrgan,
    /// Somebody is in danger.
    Emergency,
}

impl Reason {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 7] =
        [Self::Handling, Self::Supervision, Self::Complaint, Self::AskedByParty, Self::Assessment, Self::OtherOrgan, Self::Emergency];

    /// Its word in forms and in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Handling => "handling",
            Self::Supervision => "supervision",
            Self::Complaint => "complaint",
            Self::AskedByParty => "asked_by_party",
            Self::Assessment => "assessment",
            Self::OtherOrgan => "other_organ",
            Self::Emergency => "emergency",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// What people read.
    #[must_use]
    pub fn title(self) -> Title {
        match self {
            Self::Handling => Title::new("办理本案", "To handle the matter"),
            Self::Supervision => Title::new("监督检查", "Supervision"),
            Self::Complaint => Title::new("处理投诉、异议", "A complaint or an objection"),
            Self::AskedByParty => Title::new("当事人要求", "The party asked for it"),
            Self::Assessment => Title::new("评查、归档", "Assessment of files, archiving"),
            Self::OtherOrgan => Title::new("有权机关依法调取", "An organ entitled to it asked"),
            Self::Emergency => Title::new("人身安全紧急情况", "Somebody is in danger"),
        }
    }
}

/// A look, as those who may know of it read it.
#[derive(Clone, Debug, PartialEq)]
pub struct LookRow {
    /// When, microseconds since 1970.
    pub at: i64,
    /// From which unit; empty for somebody of no unit.
    pub unit: Title,
    /// What they do there, as it is said today.
    pub post: Title,
    /// What was opened.
    pub sight: Title,
    /// On what ground, where it was asked.
    pub reason: Option<Title>,
}

/// Looks not long ago, and reasons given today. Each node keeps its own: at worst a look is noted twice, or a reason asked again.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<Recent>);

#[derive(Debug, Default)]
struct Recent {
    noted: HashMap<(AccountId, MatterId), i64>,
    room: usize,
}

impl Looks {
    fn with<T>(&self, work: impl FnOnce(&mut Recent) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this is the same look as one that was noted.
    fn noted(&self, who: &AccountId, matter: MatterId, now: i64) -> bool {
        self.with(|recent| {
            let at = recent.noted.get(&(who.clone(), matter));
            at.is_some_and(|at| (*at..*at + ONE_LOOK).contains(&now))
        })
    }

    fn note(&self, who: &AccountId, matter: MatterId, now: i64) {
        self.with(|recent| {
            if recent.noted.len() >= recent.room.max(ROOM) {
                recent.noted.retain(|_, at| (*at..*at + ONE_LOOK).contains(&now));
                recent.room = 2 * recent.noted.len();
            }
            recent.noted.insert((who.clone(), matter), now);
        });
    }
}

/// Whether the account is that of a party to the matter.
pub(crate) fn is_party(who: &Account, matter: &Matter) -> bool {
    who.actor.person.is_some_and(|p| matter.parties.values().flatten().any(|s| s.person == p))
}

impl Bureau {
    /// Notes that an account sees a matter's personal values. It returns once the note is on disk; a party's own look is none.
    pub(crate) async fn note_look(&self, who: &Account, matter: &Matter, sight: Sight, reason: Option<Reason>) -> Result<(), StoreError> {
        if is_party(who, matter) {
            return Ok(());
        }
        // What leaves and what is unmasked is told each time.
        let each = matches!(sight, Sight::Proof | Sight::Extract | Sight::Whole);
        if !each && self.looks.noted(&who.actor.account, matter.id, self.clock.now().micros) {
            return Ok(());
        }
        self.write_look(who, matter, sight, reason).await
    }

    /// Writes the note of a look.
    pub(crate) async fn write_look(&self, who: &Account, matter: &Matter, sight: Sight, reason: Option<Reason>) -> Result<(), StoreError> {
        let (now, account) = (self.clock.now().micros, &who.actor.account);
        let kind = if matches!(sight, Sight::Proof | Sight::Extract) { NoteKind::Exported } else { NoteKind::Looked };
        let unit = who.actor.unit.as_ref().map_or("-", OrgPath::as_str);
        let detail = format!("{} {} {unit}", sight.word(), reason.map_or("-", Reason::word));
        let note = Note { at: now, account: account.clone(), kind, about: matter.id.to_string(), detail };
        self.store.note(self.id, vec![note]).await?;
        if kind == NoteKind::Looked {
            self.looks.note(account, matter.id, now);
        }
        Ok(())
    }

    /// Who looked, for those who may know: the party, and whoever signs in matters of this procedure and unit. `None` for anybody else.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn looks(&self, who: &Account, file: &CaseFile<'_>) -> Result<Option<Vec<LookRow>>, Fault> {
        let today = self.today();
        let mut signers = file.procedure.actions.iter().flat_map(|a| &a.sign).flat_map(|line| &line.roles);
        let may = is_party(who, &file.matter) || signers.any(|role| who.actor.holds(role, &file.matter.unit, today));
        if may { self.looks_at(file.matter.id).await.map(Some) } else { Ok(None) }
    }

    /// Who looked at a matter's personal values, the last first, and nothing of who they are but unit and post.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn looks_at(&self, matter: MatterId) -> Result<Vec<LookRow>, Fault> {
        let kinds = vec![NoteKind::Looked, NoteKind::Exported];
        let query = NoteQuery { about: Some(matter.to_string()), kinds, limit: TOLD, ..NoteQuery::default() };
        let units = self.units().await?;
        let mut posts: HashMap<AccountId, Title> = HashMap::new();
        let mut rows = Vec::new();
        for noted in self.store.notes(self.id, &query).await? {
            let note = noted.note;
            let mut words = note.detail.splitn(3, ' ');
            let mut word = || words.next().unwrap_or_default();
            let (opened, reason, unit) = (word(), Reason::of_word(word()), word());
            let Some(sight) = Sight::ALL.into_iter().find(|s| s.word() == opened) else { continue };
            if !posts.contains_key(&note.account) {
                let post = self.store.account(self.id, &note.account).await?.map(|a| a.post).unwrap_or_default();
                posts.insert(note.account.clone(), post);
            }
            rows.push(LookRow {
                at: note.at,
                unit: units.iter().find(|u| u.path.as_str() == unit).map(|u| u.title.clone()).unwrap_or_default(),
                post: posts.get(&note.account).cloned().unwrap_or_default(),
                sight: sight.title(),
                reason: reason.map(Reason::title),
            });
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_its_own() {
        for reason in Reason::ALL {
            assert_eq!(Reason::of_word(reason.word()), Some(reason));
        }
        let mut words = Sight::ALL.map(Sight::word);
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn views_of_ten_minutes_are_one_look() {
        let (looks, li, matter) = (Looks::default(), AccountId::from("li"), MatterId(uuid::Uuid::nil()));
        assert!(!looks.noted(&li, matter, 5));
        looks.note(&li, matter, 5);
        assert!(looks.noted(&li, matter, 5 + ONE_LOOK - 1));
        assert!(!looks.noted(&li, matter, 5 + ONE_LOOK));
        assert!(!looks.noted(&li, matter, 4), "a clock set back forgets");
        assert!(!looks.noted(&AccountId::from("wang"), matter, 5));
    }

    #[test]
    fn looks_that_are_over_are_cleared_away() {
        let (looks, matter) = (Looks::default(), MatterId(uuid::Uuid::nil()));
        for n in 0..20_000_i64 {
            looks.note(&AccountId::from(n.to_string()), matter, n * 1_000_000);
        }
        assert!(looks.with(|recent| recent.noted.len()) <= 2 * ROOM);
    }
}
