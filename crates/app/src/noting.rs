//! What is noted of signing in. A journal that cannot be written keeps nobody out: that stands in the log, and the person goes on.

use crate::ports::NoteKind;
use crate::{Bureau, Fault, Origin, sessions::shortened};
use kernel::{AccountId, Id};

/// By and about whom a failure is noted where no account has the name that was typed: what is typed there may be a password.
pub(crate) const UNKNOWN: &str = "unknown";

impl Bureau {
    /// Notes what somebody did about their own signing in.
    pub(crate) async fn tell(&self, account: &AccountId, kind: NoteKind, detail: &str) {
        let note = self.noted(account, kind, account.as_str(), detail);
        if let Err(error) = self.store.note(self.id, vec![note]).await {
            tracing::error!(%error, deed = kind.name(), "the journal could not be written");
        }
    }

    /// Notes a sign-in that failed, once a minute for each name and address at most, so that guessing does not fill the journal. What is
    /// written, and how often, is the same whether the name is known or not.
    pub(crate) async fn tell_failure(&self, typed: &str, known: bool, (origin, step): (&Origin, &str)) {
        if self.guard.first_in_a_minute(&format!("{typed}\n{}", origin.address), self.clock.now().micros) {
            let account = Id::from(if known { typed } else { UNKNOWN });
            self.tell(&account, NoteKind::SignInFailed, &format!("{step} {}", place(origin))).await;
        }
    }

    /// Notes that somebody asked for a page of an office or a role that they do not hold, once a minute for each account and route. What lies
    /// behind ids is not noted: an answer that took the time of a note would tell that there is something.
    pub async fn tell_denied(&self, account: &AccountId, route: &str) {
        if self.guard.first_in_a_minute(&format!("denied {account}\n{route}"), self.clock.now().micros) {
            let note = self.noted(account, NoteKind::Denied, route, "");
            if let Err(error) = self.store.note(self.id, vec![note]).await {
                tracing::error!(%error, "the journal could not be written");
            }
        }
    }

    /// Notes a failure for an answer, where it failed for what was typed and not for a wait.
    pub(crate) async fn tell_wrong<T>(&self, answer: &Result<T, Fault>, account: &AccountId, of: (&Origin, &str)) {
        if matches!(answer, Err(Fault::SignIn | Fault::Code)) {
            self.tell_failure(account.as_str(), true, of).await;
        }
    }
}

/// Where from, told no closer than a list of sessions tells it.
pub(crate) fn place(origin: &Origin) -> String {
    format!("{} {}", shortened(&origin.address), origin.browser).trim().to_owned()
}
