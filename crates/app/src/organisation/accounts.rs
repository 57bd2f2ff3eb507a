//! What accounts sign in by, set right for people who cannot do it themselves: by the security administrator of their unit, or by the
//! operator at the machine.
//!
//! A password that somebody else gives is for one use. The administrator gives none to holders of an office and takes no factor from them:
//! whoever could sign in as another administrator would hold two offices.

use super::{OPERATOR, Office, field, keeping};
use crate::ports::{Account, Credential, Kept, NoteKind, SignInChange};
use crate::second_factor::grouped;
use crate::{Bureau, Fault, PersonTyped, UnitTyped, one_time::base32};
use kernel::{AccountId, Id, OrgPath, Title};

/// Kind of the first unit of a new installation.
const FIRST: &str = "bureau";

/// Who sets right what is kept: an account, a register, a table of units.
#[derive(Clone, Copy, Debug)]
pub enum Keeper<'a> {
    /// Whoever runs the program's command line on its own machine.
    Operator,
    /// The administrator of the unit, or the keeper of the register.
    Administrator(&'a Account),
}

impl<'a> From<&'a Account> for Keeper<'a> {
    fn from(who: &'a Account) -> Self {
        Self::Administrator(who)
    }
}

impl Keeper<'_> {
    pub(super) fn account(self) -> AccountId {
        match self {
            Self::Operator => Id::from(OPERATOR),
            Self::Administrator(who) => who.actor.account.clone(),
        }
    }
}

impl Bureau {
    /// Adds an account, from the machine's own command line, with a password for one use, which is returned and kept nowhere. Where no unit
    /// is there yet, the person's becomes the first by the name given.
    ///
    /// # Errors
    /// Faults of fields, among them an account of this name that is there already; of the store.
    pub async fn open_account(&self, typed: &PersonTyped, first_unit: Option<&str>) -> Result<String, Fault> {
        let mut units = self.store.units(self.id).await?;
        let mut kept = Vec::new();
        let mut notes = Vec::new();
        if let Some(name) = first_unit {
            if !units.is_empty() {
                return Err(Fault::Fields(vec![field("unit", "已经有单位，不用再登记第一个单位。", "There are units already.")]));
            }
            let first = UnitTyped { path: typed.unit.clone(), name: name.to_owned(), kind: FIRST.to_owned(), ..UnitTyped::default() };
            let unit = keeping::unit(&first, &units, &[Id::from(FIRST)].into()).map_err(Fault::Fields)?;
            notes.push(self.noted(&Id::from(OPERATOR), NoteKind::UnitKept, unit.path.as_str(), FIRST));
            kept.push(Kept::Unit(unit.clone()));
            units.push(unit);
        }
        let account = Id::from(typed.account.trim());
        if self.store.account(self.id, &account).await?.is_some() {
            return Err(Fault::Fields(vec![field("account", "这个账号已经有了，请换一个。", "There is such an account; choose another.")]));
        }
        let after = keeping::person(typed, None, &units).map_err(Fault::Fields)?;
        notes.push(self.noted(&Id::from(OPERATOR), NoteKind::AccountKept, account.as_str(), typed.unit.trim()));
        notes.push(self.noted(&Id::from(OPERATOR), NoteKind::PasswordChanged, account.as_str(), "one use"));
        let (password, change) = self.for_one_use().await?;
        kept.push(Kept::Account { before: None, after: Box::new(after) });
        kept.push(Kept::SignIn { account, change });
        self.store.keep(self.id, kept, notes).await?;
        Ok(password)
    }

    /// Gives an account a password for one use, which is returned and kept nowhere. Its sessions end.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where it is not the keeper's to do; [`Fault::Input`] for one's own account and for a holder of an office.
    pub async fn give_password(&self, keeper: Keeper<'_>, to: &AccountId) -> Result<String, Fault> {
        self.may_impersonate(keeper, to).await?;
        let (password, change) = self.for_one_use().await?;
        self.changes(keeper, to, change, NoteKind::PasswordChanged, "one use").await?;
        Ok(password)
    }

    /// Takes an account's second factor and its passkeys away. Its sessions end.
    ///
    /// # Errors
    /// As [`Bureau::give_password`]; [`Fault::NotFound`] where there is none.
    pub async fn take_factor(&self, keeper: Keeper<'_>, from: &AccountId) -> Result<(), Fault> {
        self.may_impersonate(keeper, from).await?;
        if !self.has_factor(from).await? {
            return Err(Fault::NotFound);
        }
        self.changes(keeper, from, SignInChange::NoFactor, NoteKind::FactorChanged, "off").await
    }

    /// Disables an account, which ends its sessions at once, or enables it again.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where it is not the keeper's to do; [`Fault::Input`] for one's own account.
    pub async fn set_disabled(&self, keeper: Keeper<'_>, account: &AccountId, disabled: bool) -> Result<(), Fault> {
        self.may_keep(keeper, account).await?;
        let kind = if disabled { NoteKind::AccountDisabled } else { NoteKind::AccountEnabled };
        self.changes(keeper, account, SignInChange::Disabled(disabled), kind, "").await
    }

    /// Whether a security administrator may disable this account, and whether they may give it a password or take its factor.
    #[must_use]
    pub fn may_set_right(&self, who: &Account, account: &Account) -> (bool, bool) {
        let unit = account.actor.unit.clone().unwrap_or_else(|| OrgPath::new("/"));
        let may = self.holds_office(who, Office::Security, &unit) && who.actor.account != account.actor.account;
        (may, may && !self.has_office(account))
    }

    /// Whether an account holds an office today or later.
    fn has_office(&self, account: &Account) -> bool {
        let today = self.today();
        account.actor.grants.iter().any(|g| Office::of_role(&g.role).is_some() && g.until.is_none_or(|until| until >= today))
    }

    async fn may_keep(&self, keeper: Keeper<'_>, account: &AccountId) -> Result<Account, Fault> {
        let Keeper::Administrator(who) = keeper else { return self.store.account(self.id, account).await?.ok_or(Fault::NotFound) };
        let known = self.person(account).await?.account;
        let unit = known.actor.unit.clone().unwrap_or_else(|| OrgPath::new("/"));
        self.require(who, Office::Security, &unit)?;
        if who.actor.account == *account {
            return Err(Fault::Input(Title::new(
                "自己的账号请在“我的账号”里办理，或者请另一名安全管理员办理。",
                "For your own account go to “My account”, or ask another security administrator.",
            )));
        }
        Ok(known)
    }

    async fn may_impersonate(&self, keeper: Keeper<'_>, account: &AccountId) -> Result<(), Fault> {
        let known = self.may_keep(keeper, account).await?;
        if matches!(keeper, Keeper::Administrator(_)) && self.has_office(&known) {
            return Err(Fault::Input(Title::new(
                "三员的密码和两步登录由运行本系统的人在服务器上重设（sinan account），以免一人掌握两个岗位。",
                "Passwords and second steps of administrators are reset on the machine itself (sinan account), so that nobody holds two offices.",
            )));
        }
        Ok(())
    }

    async fn changes(
        &self,
        keeper: Keeper<'_>,
        account: &AccountId,
        change: SignInChange,
        kind: NoteKind,
        detail: &str,
    ) -> Result<(), Fault> {
        let note = self.noted(&keeper.account(), kind, account.as_str(), detail);
        let kept = Kept::SignIn { account: account.clone(), change };
        Ok(self.store.keep(self.id, vec![kept], vec![note]).await?)
    }

    /// A password of 80 bits, as it is read out, and what is kept of it.
    async fn for_one_use(&self) -> Result<(String, SignInChange), Fault> {
        let password = grouped(&base32(&self.random::<10>()));
        let hash = self.hashing.hash(&password, self.random::<16>()).await?;
        let set = Credential::given_at(self.clock.now().micros);
        Ok((password, SignInChange::Password { hash, set }))
    }
}
