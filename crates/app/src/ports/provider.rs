//! A provider of identities: the city's unified sign-in (统一身份认证), asked by OpenID Connect.

use async_trait::async_trait;
use kernel::{AccountId, Title};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What only we and one browser's way through the provider know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Secrets {
    /// Goes with the browser and comes back with it.
    pub state: String,
    /// Comes back inside what the provider signs.
    pub nonce: String,
    /// Shown to the provider when the code is redeemed (PKCE).
    pub verifier: String,
}

/// What the provider says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// By what it knows them, for good.
    pub subject: String,
    /// The claim that names their account, where the settings say which claim does.
    pub account: Option<String>,
}

/// A subject of a provider, bound to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// By what it knows the person.
    pub subject: String,
    /// The account.
    pub account: AccountId,
    /// Since when, microseconds since 1970.
    pub began: i64,
}

/// Why a provider's answer is not taken. For the log; the person reads a sentence of [`crate::Fault::Provider`].
#[derive(Clone, Debug, Error)]
pub enum ProviderError {
    /// It cannot be reached, or does not answer as a provider does.
    #[error("the provider cannot be asked: {0}")]
    Unreachable(String),
    /// What it says does not hold.
    #[error("the provider's answer does not hold: {0}")]
    Refused(String),
}

/// A provider that the settings name.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Who it is, as it signs.
    fn issuer(&self) -> &str;
    /// What people call it.
    fn label(&self) -> Title;
    /// Where the browser goes to.
    async fn address(&self, secrets: &Secrets) -> Result<String, ProviderError>;
    /// Redeems a code, and checks what comes for it: signature, issuer, audience, time, nonce.
    async fn claims(&self, code: &str, secrets: &Secrets) -> Result<Claimed, ProviderError>;
}
