//! Signing in through the city's provider. It vouches for a subject; which account that is stands here, and no account is made by it.

use crate::ports::{Claimed, Identity, Provider, ProviderError, Purpose, Secrets, Ticket};
use crate::{Bureau, Entered, Fault, Origin};
use kernel::{AccountId, Id, Title, sm3};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long the way through the provider may take, in microseconds.
const WAY: i64 = 10 * 60 * 1_000_000;

/// What is remembered while the browser is at the provider.
#[derive(Serialize, Deserialize)]
struct Kept {
    secrets: Secrets,
    /// The account that is to be bound; none where somebody signs in.
    bind: Option<AccountId>,
    /// Where to go afterwards.
    next: String,
}

/// With what a browser comes back from the provider.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// The code to redeem.
    pub code: String,
    /// What went with the browser.
    pub state: String,
    /// Who says that it answers (RFC 9207), where it says so.
    pub issuer: Option<String>,
}

/// What it came to.
#[derive(Clone, Debug)]
pub enum Arrived {
    /// Signed in, or on to the second step; with where to go afterwards.
    Entered(Entered, String),
    /// An account that was signed in is now bound.
    Bound,
}

impl Bureau {
    /// What people call the provider, where there is one.
    #[must_use]
    pub fn provider_label(&self) -> Option<Title> {
        self.provider.as_ref().map(|p| p.label())
    }

    fn the_provider(&self) -> Result<&Arc<dyn Provider>, Fault> {
        self.provider.as_ref().ok_or(Fault::NotFound)
    }

    /// Begins the way through the provider, to sign in or to bind an account that is signed in. Returns where the browser goes to, and the
    /// state that it holds meanwhile, so that nobody can be made to finish another's way.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is no provider, [`Fault::Provider`] where it cannot be asked.
    pub async fn go_to_provider(&self, bind: Option<&AccountId>, next: &str) -> Result<(String, String), Fault> {
        let provider = self.the_provider()?;
        let ((state, digest), (nonce, _), (verifier, _)) = (self.token(), self.token(), self.token());
        let secrets = Secrets { state: state.clone(), nonce, verifier };
        let address = provider.address(&secrets).await.map_err(|error| untaken(&error))?;
        let now = self.clock.now().micros;
        let kept = Kept { secrets, bind: bind.cloned(), next: next.to_owned() };
        let ticket = Ticket {
            token: digest,
            purpose: Purpose::Provider,
            account: bind.cloned().unwrap_or_else(|| Id::from("")),
            ends: now + WAY,
            tries: 0,
            content: serde_json::to_string(&kept).unwrap_or_default(),
        };
        self.store.put_ticket(self.id, &ticket, now).await?;
        Ok((address, state))
    }

    /// Ends the way through the provider. `held` is the state that the browser holds, `who` is signed in there.
    ///
    /// # Errors
    /// [`Fault::SignInOver`] where the way is not this browser's, too old or used; [`Fault::Provider`] where the answer does not hold;
    /// [`Fault::Unbound`] where no account is bound to the subject.
    pub async fn back_from_provider(
        &self,
        returned: &Returned,
        held: &str,
        who: Option<&AccountId>,
        origin: &Origin,
    ) -> Result<Arrived, Fault> {
        let provider = self.the_provider()?;
        let (digest, now) = (sm3(&[returned.state.as_bytes()]), self.clock.now().micros);
        if held != returned.state {
            return Err(Fault::SignInOver);
        }
        let ticket = self.store.ticket(self.id, &digest, Purpose::Provider, now).await?.ok_or(Fault::SignInOver)?;
        // Taken in before anything is asked: of two who come back with it one is answered.
        if !self.store.take_ticket(self.id, &digest).await? {
            return Err(Fault::SignInOver);
        }
        let kept: Kept = serde_json::from_str(&ticket.content).map_err(|_| Fault::SignInOver)?;
        if returned.issuer.as_ref().is_some_and(|issuer| issuer != provider.issuer()) {
            return Err(untaken(&ProviderError::Refused("another issuer answers".into())));
        }
        let claimed = provider.claims(&returned.code, &kept.secrets).await.map_err(|error| untaken(&error))?;
        match &kept.bind {
            Some(account) if Some(account) == who => {
                self.bind(provider.issuer(), &claimed.subject, account).await?;
                Ok(Arrived::Bound)
            }
            Some(_) => Err(Fault::SignInOver),
            None => {
                let account = match self.meant(provider.issuer(), &claimed).await? {
                    Some(account) => self.store.account(self.id, &account).await?.filter(|a| !a.credential.disabled),
                    None => None,
                };
                let Some(account) = account else {
                    self.tell_failure("", false, (origin, "provider")).await;
                    return Err(Fault::Unbound);
                };
                Ok(Arrived::Entered(self.enter(account, origin).await?, kept.next))
            }
        }
    }

    /// The account of a subject. Where the settings trust a claim to name it, it is bound the first time.
    async fn meant(&self, issuer: &str, claimed: &Claimed) -> Result<Option<AccountId>, Fault> {
        if let Some(bound) = self.store.identity(self.id, issuer, &claimed.subject).await? {
            return Ok(Some(bound));
        }
        let Some(named) = claimed.account.as_deref().map(Id::from) else { return Ok(None) };
        // An account that is bound to somebody already does not become somebody else's by a name.
        let free = self.store.identities(self.id, &named).await?.iter().all(|i| i.issuer != issuer);
        if !free || self.store.account(self.id, &named).await?.is_none_or(|a| a.credential.disabled) {
            return Ok(None);
        }
        self.bind(issuer, &claimed.subject, &named).await?;
        Ok(Some(named))
    }

    async fn bind(&self, issuer: &str, subject: &str, account: &AccountId) -> Result<(), Fault> {
        let began = self.clock.now().micros;
        let identity = Identity { issuer: issuer.to_owned(), subject: subject.to_owned(), account: account.clone(), began };
        let bound = self.store.bind_identity(self.id, &identity).await?;
        if &bound == account { Ok(()) } else { Err(Fault::Unbound) }
    }

    /// Whether an account is bound to the provider.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn bound_to_provider(&self, account: &AccountId) -> Result<bool, Fault> {
        let Some(provider) = &self.provider else { return Ok(false) };
        Ok(self.store.identities(self.id, account).await?.iter().any(|i| i.issuer == provider.issuer()))
    }

    /// Ends what binds an account to the provider.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn unbind_from_provider(&self, account: &AccountId) -> Result<(), Fault> {
        Ok(self.store.unbind_identities(self.id, account).await?)
    }
}

/// The person reads that it was not taken; why stands in the log.
fn untaken(error: &ProviderError) -> Fault {
    tracing::warn!(%error, "a sign-in through the provider was not taken");
    Fault::Provider
}
