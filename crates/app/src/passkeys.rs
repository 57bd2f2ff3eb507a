//! Passkeys: added and removed by their owner, and enough to sign in by, since the device verifies who uses them.

use crate::guard::Caller;
use crate::noting::place;
use crate::ports::{Account, NoteKind, Passkey, Purpose, Ticket};
use crate::webauthn::{ALGORITHMS, Assertion, Creation, Untrue, asserted, claimed, made, read, written};
use crate::{Bureau, Fault, Origin, RelyingParty, SignedIn};
use kernel::{AccountId, Digest, Id, Title, sm3};
use serde_json::json;

/// How long a challenge waits for its answer, in microseconds; the browser is told the same in milliseconds.
const ANSWER: i64 = 5 * 60 * 1_000_000;
/// How fresh a sign-in must be where an account has neither a password nor a code to be asked for, in microseconds.
const FRESH: i64 = 10 * 60 * 1_000_000;
/// Passkeys of one account; internal.
const MOST: usize = 10;
/// Longest label, in characters.
const LABEL: usize = 40;

/// What somebody who is signed in gives anew before a passkey is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A code of the second factor.
    Code,
    /// The password.
    Password,
    /// Neither is there: the sign-in itself must be fresh.
    Fresh,
}

impl Bureau {
    /// An account's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn passkeys(&self, account: &AccountId) -> Result<Vec<Passkey>, Fault> {
        Ok(self.store.passkeys(self.id, account).await?)
    }

    /// Whether an account has something besides its password: codes or a passkey.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn has_factor(&self, account: &AccountId) -> Result<bool, Fault> {
        Ok(self.second_factor(account).await?.is_some() || !self.passkeys(account).await?.is_empty())
    }

    /// What is asked for before an account's passkey is added.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn proof_for_passkey(&self, account: &Account) -> Result<Proof, Fault> {
        let factor = self.second_factor(&account.actor.account).await?.is_some();
        let password = account.credential.password.is_some();
        Ok(if factor {
            Proof::Code
        } else if password {
            Proof::Password
        } else {
            Proof::Fresh
        })
    }

    /// Begins to add a passkey, once the holder has proved themselves again. Returns the browser's options, as the standard writes them.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where passkeys are not offered; [`Fault::Code`], [`Fault::SignIn`] where the proof is wrong; [`Fault::Wait`]
    /// after too many of those; [`Fault::Input`] where the sign-in is not fresh or there are as many passkeys as may be.
    pub async fn begin_passkey(&self, account: &Account, proof: &str, session: &str, origin: &Origin) -> Result<String, Fault> {
        let party = self.party()?;
        let id = &account.actor.account;
        self.prove(account, proof, session, origin).await?;
        let known = self.passkeys(id).await?;
        if known.len() >= MOST {
            return Err(Fault::Input(Title::new(
                format!("一个账号最多有{MOST}个通行密钥，请先删除不用的。"),
                format!("An account has {MOST} passkeys at most; remove one that is not used."),
            )));
        }
        let (token, now) = (making(session), self.clock.now().micros);
        let challenge = written(&self.random::<32>());
        // A challenge that waits already is no longer answered.
        self.store.take_ticket(self.id, &token).await?;
        let ticket =
            Ticket { token, purpose: Purpose::PasskeyMade, account: id.clone(), ends: now + ANSWER, tries: 0, content: challenge.clone() };
        self.store.put_ticket(self.id, &ticket, now).await?;
        let options = json!({
            "rp": { "id": party.id(), "name": "司南 Sinan" },
            "user": { "id": written(&self.handle(id)), "name": id.as_str(), "displayName": account.name.zh },
            "challenge": challenge,
            "pubKeyCredParams": ALGORITHMS.map(|alg| json!({ "type": "public-key", "alg": alg })),
            "timeout": ANSWER / 1000,
            "attestation": "none",
            "excludeCredentials": known.iter().map(|p| json!({ "type": "public-key", "id": written(&p.credential) })).collect::<Vec<_>>(),
            "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
        });
        Ok(options.to_string())
    }

    /// Adds the passkey that the browser made.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where passkeys are not offered; [`Fault::SignInOver`] where nothing waits for it; [`Fault::Passkey`] where it
    /// does not hold.
    pub async fn finish_passkey(&self, account: &AccountId, label: &str, answer: &str, session: &str) -> Result<(), Fault> {
        let party = self.party()?;
        let (token, now) = (making(session), self.clock.now().micros);
        let ticket = self.store.ticket(self.id, &token, Purpose::PasskeyMade, now).await?.filter(|t| t.account == *account);
        let ticket = ticket.ok_or(Fault::SignInOver)?;
        if !self.store.take_ticket(self.id, &token).await? {
            return Err(Fault::SignInOver);
        }
        let answer: Creation = serde_json::from_str(answer).map_err(|_| untaken(Untrue::Unreadable("answer")))?;
        let made = made(party, &ticket.content, &answer).map_err(untaken)?;
        let label: String = label.trim().chars().filter(|c| !c.is_control()).take(LABEL).collect();
        let passkey = Passkey {
            credential: made.credential,
            account: account.clone(),
            label,
            began: now,
            used: now,
            key: made.key,
            counter: made.counter,
            shared: made.shared,
        };
        if !self.store.add_passkey(self.id, &passkey).await? {
            return Err(untaken(Untrue::Unreadable("a credential of this id is there")));
        }
        self.tell(account, NoteKind::FactorChanged, "passkey on").await;
        Ok(())
    }

    /// Removes a passkey by the text of its id. The account's other sessions end: one of them may be the lost device's.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when it is not there, or another account's: the two answer alike.
    pub async fn remove_passkey(&self, account: &AccountId, handle: &str, session: &str) -> Result<(), Fault> {
        let credential = read(handle).map_err(|_| Fault::NotFound)?;
        if !self.store.drop_passkey(self.id, account, &credential).await? {
            return Err(Fault::NotFound);
        }
        self.end_other_sessions(account, session).await?;
        self.tell(account, NoteKind::FactorChanged, "passkey off").await;
        Ok(())
    }

    /// Begins a sign-in by a passkey. Returns the browser's options, and the token that it holds meanwhile, so that nobody can be made to
    /// finish another's sign-in.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where passkeys are not offered.
    pub async fn ask_passkey(&self) -> Result<(String, String), Fault> {
        let party = self.party()?;
        let ((held, token), now) = (self.token(), self.clock.now().micros);
        let challenge = written(&self.random::<32>());
        let ticket = Ticket {
            token,
            purpose: Purpose::PasskeyAsked,
            account: Id::from(""),
            ends: now + ANSWER,
            tries: 0,
            content: challenge.clone(),
        };
        self.store.put_ticket(self.id, &ticket, now).await?;
        // No credential is named: whoever asks learns of no account.
        let options = json!({
            "challenge": challenge,
            "rpId": party.id(),
            "timeout": ANSWER / 1000,
            "userVerification": "required",
            "allowCredentials": [],
        });
        Ok((options.to_string(), held))
    }

    /// Signs in by a passkey alone.
    ///
    /// # Errors
    /// [`Fault::Passkey`] alike for one that is unknown, removed or of a disabled account, and for an answer that does not hold;
    /// [`Fault::SignInOver`] where the challenge is not this browser's, used or too old; [`Fault::Wait`] after too many failures.
    pub async fn sign_in_by_passkey(&self, held: &str, answer: &str, origin: &Origin) -> Result<SignedIn, Fault> {
        let party = self.party()?;
        let (token, now) = (sm3(&[held.as_bytes()]), self.clock.now().micros);
        let answer: Assertion = serde_json::from_str(answer).map_err(|_| untaken(Untrue::Unreadable("answer")))?;
        let credential = claimed(&answer).map_err(untaken)?;
        let passkey = self.store.passkey(self.id, &credential).await?;
        let id = passkey.as_ref().map_or_else(|| Id::from(""), |p| p.account.clone());
        let caller = Caller { name: id.as_str(), address: &origin.address, known: self.known_browser(&id, origin).await? };
        self.guard.call(&caller, now)?;
        // Taken in before anything is looked at: a challenge serves once, whatever comes of it.
        let challenge = match self.store.ticket(self.id, &token, Purpose::PasskeyAsked, now).await? {
            Some(ticket) if self.store.take_ticket(self.id, &token).await? => ticket.content,
            _ => {
                self.guard.forgive(&caller, false, now);
                return Err(Fault::SignInOver);
            }
        };
        let known = passkey.is_some();
        match self.signer(party, &challenge, passkey, &answer).await? {
            Ok(account) => {
                self.guard.forgive(&caller, true, now);
                self.admit(account, origin, true).await
            }
            Err(untrue) => {
                if untrue == Some(Untrue::Counter) {
                    // The signature was right, so this is the owner's key or a copy of it: always noted, nobody else can make it so.
                    self.tell(&id, NoteKind::SignInFailed, &format!("passkey counter {}", place(origin))).await;
                } else {
                    self.tell_failure(id.as_str(), known, (origin, "passkey")).await;
                }
                Err(untrue.map_or(Fault::Passkey, untaken))
            }
        }
    }

    /// The account that a signature opens, or why it opens none.
    async fn signer(
        &self,
        party: &RelyingParty,
        challenge: &str,
        passkey: Option<Passkey>,
        answer: &Assertion,
    ) -> Result<Result<Account, Option<Untrue>>, Fault> {
        let Some(before) = passkey else { return Ok(Err(None)) };
        let account = self.store.account(self.id, &before.account).await?.filter(|a| !a.credential.disabled);
        let Some(account) = account else { return Ok(Err(None)) };
        let counter = match asserted(party, challenge, (&before, &self.handle(&before.account)), answer) {
            Ok(counter) => counter,
            Err(untrue) => return Ok(Err(Some(untrue))),
        };
        let used = self.clock.now().micros.max(before.used + 1);
        // Of two who use it at once one is let, and nobody by a passkey that was removed meanwhile.
        let let_in = self.store.use_passkey(self.id, &before, &Passkey { used, counter, ..before.clone() }).await?;
        Ok(if let_in { Ok(account) } else { Err(None) })
    }

    async fn prove(&self, account: &Account, proof: &str, session: &str, origin: &Origin) -> Result<(), Fault> {
        let id = &account.actor.account;
        match self.proof_for_passkey(account).await? {
            Proof::Password => self.prove_password(id, proof, origin).await,
            Proof::Code => {
                let factor = self.second_factor(id).await?.ok_or(Fault::Code)?;
                let used = self.use_code(factor, proof).await;
                self.tell_wrong(&used, id, (origin, "code")).await;
                used
            }
            Proof::Fresh => {
                let session = self.store.session(self.id, &sm3(&[session.as_bytes()])).await?;
                let fresh = session.is_some_and(|(s, _)| self.clock.now().micros - s.began <= FRESH);
                let late = || Title::new("请退出后重新登录，十分钟之内再添加。", "Sign out and in again, and add it within ten minutes.");
                if fresh { Ok(()) } else { Err(Fault::Input(late())) }
            }
        }
    }

    fn party(&self) -> Result<&RelyingParty, Fault> {
        self.relying_party.as_ref().ok_or(Fault::NotFound)
    }

    /// What stands for an account on its holder's devices: it tells nothing, and is the same for all of its passkeys.
    fn handle(&self, account: &AccountId) -> Vec<u8> {
        sm3(&[b"passkey", &self.id.0.to_be_bytes(), account.as_str().as_bytes()]).0.to_vec()
    }
}

/// The ticket of a passkey that is being made belongs to the session that began it.
fn making(session: &str) -> Digest {
    sm3(&[b"passkey", session.as_bytes()])
}

/// The person reads that it was not taken; why stands in the log.
fn untaken(why: Untrue) -> Fault {
    tracing::warn!(%why, "a passkey was not taken");
    Fault::Passkey
}
