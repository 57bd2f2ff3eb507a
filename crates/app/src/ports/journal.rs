//! The journal: what is done and looked at beside the matters' own logs. Sign-ins, grants, units, looks at marked fields, exports.
//!
//! It is appended to and never changed; each entry carries a link over the one before, so `verify` finds what was altered, taken out or
//! put in. It holds names of accounts and ids, never a personal value.

use super::{Account, Unit};
use engine::RegisterEntry;
use kernel::{AccountId, Digest, Title, sm3};
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A session began.
    SignedIn,
    /// A name and password, or a second step, that did not fit.
    SignInFailed,
    /// A session was ended by its holder.
    SignedOut,
    /// A password was changed or set anew.
    PasswordChanged,
    /// A second factor came or went.
    FactorChanged,
    /// An account may no longer sign in.
    AccountDisabled,
    /// It may again.
    AccountEnabled,
    /// What is said of a unit.
    UnitKept,
    /// What is said of an account.
    AccountKept,
    /// A role was given.
    Granted,
    /// A role was ended.
    GrantEnded,
    /// What is said of a register's entry.
    EntryKept,
    /// Units, people or entries came from a table.
    Imported,
    /// Matters were handed from one colleague to another.
    HandedOver,
    /// Personal values of a matter were shown.
    Looked,
    /// Rows left the program as a file.
    Exported,
    /// Somebody asked for what is not theirs.
    Denied,
}

impl NoteKind {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 17] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::PasswordChanged,
        Self::FactorChanged,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::UnitKept,
        Self::AccountKept,
        Self::Granted,
        Self::GrantEnded,
        Self::EntryKept,
        Self::Imported,
        Self::HandedOver,
        Self::Looked,
        Self::Exported,
        Self::Denied,
    ];

    /// Its name in the store and in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::PasswordChanged => "password_changed",
            Self::FactorChanged => "factor_changed",
            Self::AccountDisabled => "account_disabled",
            Self::AccountEnabled => "account_enabled",
            Self::UnitKept => "unit_kept",
            Self::AccountKept => "account_kept",
            Self::Granted => "granted",
            Self::GrantEnded => "grant_ended",
            Self::EntryKept => "entry_kept",
            Self::Imported => "imported",
            Self::HandedOver => "handed_over",
            Self::Looked => "looked",
            Self::Exported => "exported",
            Self::Denied => "denied",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people read.
    #[must_use]
    pub fn title(self) -> Title {
        match self {
            Self::SignedIn => Title::new("登录", "Signed in"),
            Self::SignInFailed => Title::new("登录失败", "Sign-in failed"),
            Self::SignedOut => Title::new("退出", "Signed out"),
            Self::PasswordChanged => Title::new("修改密码", "Password changed"),
            Self::FactorChanged => Title::new("变更第二步验证", "Second step changed"),
            Self::AccountDisabled => Title::new("停用账号", "Account disabled"),
            Self::AccountEnabled => Title::new("启用账号", "Account enabled"),
            Self::UnitKept => Title::new("登记单位", "Unit kept"),
            Self::AccountKept => Title::new("登记人员", "Person kept"),
            Self::Granted => Title::new("授权", "Role given"),
            Self::GrantEnded => Title::new("终止授权", "Role ended"),
            Self::EntryKept => Title::new("登记名录", "Register entry kept"),
            Self::Imported => Title::new("导入", "Imported"),
            Self::HandedOver => Title::new("工作交接", "Work handed over"),
            Self::Looked => Title::new("查看个人信息", "Personal data seen"),
            Self::Exported => Title::new("导出", "Exported"),
            Self::Denied => Title::new("越权访问", "Asked for what is not theirs"),
        }
    }
}

/// One thing done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When, microseconds since 1970.
    pub at: i64,
    /// By whom.
    pub account: AccountId,
    /// What.
    pub kind: NoteKind,
    /// About what: an account, a unit's path, a matter's or an entry's id.
    pub about: String,
    /// More about it, in a few coded words.
    pub detail: String,
}

/// A note in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its place in the bureau's journal, from 1.
    pub seq: u64,
    /// The note.
    pub note: Note,
    /// Link after it.
    pub link: Digest,
}

impl Note {
    /// The link after this note in its place, over the link before.
    #[must_use]
    pub fn link(&self, before: &Digest, seq: u64) -> Digest {
        let numbers = [seq.to_be_bytes(), self.at.to_be_bytes()].concat();
        let texts = [self.account.as_str(), self.kind.name(), &self.about, &self.detail];
        let lengths: Vec<u8> = texts.iter().flat_map(|t| (t.len() as u64).to_be_bytes()).collect();
        let texts: Vec<u8> = texts.iter().flat_map(|t| t.bytes()).collect();
        sm3(&[&before.0, &numbers, &lengths, &texts])
    }
}

/// Which notes to list, the last first. One of account, about or kind is a range of an index; all are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteQuery {
    /// Only by this account.
    pub account: Option<AccountId>,
    /// Only about this.
    pub about: Option<String>,
    /// Only these kinds; none means all.
    pub kinds: Vec<NoteKind>,
    /// Only those before this place.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: u32,
}

/// Something that an administrator keeps, written together with its note or not at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// A unit, added or replaced.
    Unit(Unit),
    /// An account. It is refused when it is no longer what it was read as; `None`: it must not be there yet.
    Account {
        /// As read.
        before: Option<Box<Account>>,
        /// As it shall be.
        after: Box<Account>,
    },
    /// A register's entry. It is refused when it is no longer what it was read as; `None`: it must not be there yet.
    Entry {
        /// As read.
        before: Option<Box<RegisterEntry>>,
        /// As it shall be.
        after: Box<RegisterEntry>,
    },
    /// What an account signs in by. Its sessions and tickets end with it, under a new generation; refused where there is no such account.
    SignIn {
        /// Whose.
        account: AccountId,
        /// What changes.
        change: SignInChange,
    },
}

/// A change of what an account signs in by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInChange {
    /// A new password. No browser is known to the account any more.
    Password {
        /// Its hash.
        hash: String,
        /// When it was set, as [`super::Credential::password_set`] has it.
        set: i64,
    },
    /// It may not sign in any more, or it may again.
    Disabled(bool),
    /// Its second factor is taken away.
    NoFactor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name_and_is_found_by_it() {
        for kind in NoteKind::ALL {
            assert_eq!(NoteKind::named(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).ok(), Some(serde_json::Value::from(kind.name())));
        }
    }

    #[test]
    fn a_link_depends_on_every_part() {
        let note = Note { at: 1, account: "li".into(), kind: NoteKind::Granted, about: "wang".into(), detail: "r@u".into() };
        let link = |n: &Note, seq| n.link(&Digest([0; 32]), seq);
        let others = [
            Note { at: 2, ..note.clone() },
            Note { account: "l".into(), about: "iwang".into(), ..note.clone() },
            Note { kind: NoteKind::GrantEnded, ..note.clone() },
            Note { about: "wangr".into(), detail: "@u".into(), ..note.clone() },
        ];
        assert!(others.iter().all(|other| link(other, 1) != link(&note, 1)));
        assert_ne!(link(&note, 2), link(&note, 1));
        assert_ne!(note.link(&Digest([1; 32]), 1), link(&note, 1));
    }
}
