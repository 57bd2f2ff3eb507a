//! One's own account: sessions, password, sign-in in two steps.

use super::{FormView, Layout, Link};
use askama::Template;

/// The account and its sessions.
#[derive(Clone, Debug, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// The frame.
    pub layout: Layout,
    /// The person's name.
    pub name: String,
    /// The account's name.
    pub account: String,
    /// It signs in by password.
    pub password: bool,
    /// How its second factor stands.
    pub factor: FactorState,
    /// The city's provider, and whether the account is bound to it; none where there is none.
    pub provider: Option<(String, bool)>,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// The site has an address that browsers make passkeys for.
    pub passkeys_offered: bool,
    /// Live sessions, the newest first.
    pub sessions: Vec<SessionRow>,
}

/// How a second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// In force.
    On {
        /// Recovery codes not used yet.
        left: usize,
        /// The account's role requires it.
        required: bool,
    },
    /// None, or not confirmed.
    Off {
        /// The account's role requires it.
        required: bool,
    },
}

/// A live session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Sent to end it; it opens nothing.
    pub handle: String,
    /// The browser's family.
    pub browser: String,
    /// The address, shortened.
    pub address: String,
    /// When it began.
    pub began: String,
    /// When it was last seen.
    pub seen: String,
    /// It is the one that reads this.
    pub own: bool,
    /// A passkey began it.
    pub passkey: bool,
}

/// A passkey.
#[derive(Clone, Debug)]
pub struct PasskeyRow {
    /// Sent to remove it.
    pub handle: String,
    /// What its holder calls it.
    pub label: String,
    /// When it was added.
    pub began: String,
    /// When it was last used, if ever.
    pub used: Option<String>,
}

/// Where the browser makes a passkey or signs by one.
#[derive(Clone, Debug, Template)]
#[template(path = "passkey.html")]
pub struct PasskeyPage {
    /// The frame.
    pub layout: Layout,
    /// What is done.
    pub title: String,
    /// How.
    pub lead: String,
    /// Where the answer goes.
    pub action: String,
    /// `create` or `get`.
    pub kind: &'static str,
    /// What the browser is asked, as the standard's JSON.
    pub options: String,
    /// What goes on with the answer: name and value.
    pub kept: Vec<(&'static str, String)>,
    /// The way without it.
    pub back: Link,
}

/// The secret with the question for a first code; afterwards the recovery codes, once.
#[derive(Clone, Debug, Template)]
#[template(path = "second_factor.html")]
pub struct SecondFactorPage {
    /// The frame.
    pub layout: Layout,
    /// The secret in base32.
    pub secret: String,
    /// The same as an address that authenticator apps open.
    pub address: String,
    /// The question for a first code; `None` once it was given.
    pub form: Option<FormView>,
    /// Recovery codes.
    pub codes: Vec<String>,
}

/// A page that is one short form.
#[derive(Clone, Debug, Template)]
#[template(path = "plain_form.html")]
pub struct PlainFormPage {
    /// The frame.
    pub layout: Layout,
    /// What is done.
    pub title: String,
    /// What it does.
    pub lead: String,
    /// The questions.
    pub form: FormView,
}

/// On to another site, which a form may not lead to by itself.
#[derive(Clone, Debug, Template)]
#[template(path = "onward.html")]
pub struct OnwardPage {
    /// The frame.
    pub layout: Layout,
    /// What the other site is called.
    pub label: String,
    /// Its address.
    pub href: String,
}
