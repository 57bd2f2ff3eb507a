//! Signing in, and the demo's twelve people.

use super::{FormView, Layout};
use askama::Template;

/// The sign-in page.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub layout: Layout,
    /// Account and password.
    pub form: FormView,
    /// What the city's provider is called, where people may sign in through it.
    pub provider: Option<String>,
    /// Where to go after a sign-in by passkey, where passkeys are offered.
    pub passkeys: Option<String>,
    /// Where a demo person's button posts to (`account=…`).
    pub demo_action: String,
    /// The people, in a demo bureau opened from this machine; else none.
    pub personas: Vec<Persona>,
}

/// A person of the demo.
#[derive(Clone, Debug)]
pub struct Persona {
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// What they are.
    pub role: String,
    /// Their unit.
    pub unit: String,
    /// What they see first, or can try.
    pub lead: String,
}
