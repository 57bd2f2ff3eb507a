//! Sessions, tickets, credentials, second factors.

use super::people::account;
use crate::world::{BUREAU, OTHER};
use app::Library;
use app::ports::{
    Account, Credential, Identity, Kept, Note, NoteKind, NoteQuery, Passkey, Purpose, SecondFactor, Session, SharedStore, SignInChange,
    StoreError, Ticket,
};
use kernel::{Digest, Id, Title, sm3};

fn digest(name: &str) -> Digest {
    sm3(&[name.as_bytes()])
}

fn session(name: &str, account: &str, began: i64) -> Session {
    Session {
        token: digest(name),
        account: Id::from(account),
        began,
        seen: began,
        ends: began + 100,
        address: "10.1.*.*".to_owned(),
        browser: "Firefox".to_owned(),
        generation: 0,
        passkey: name == "two",
    }
}

fn ticket(name: &str, account: &str, ends: i64) -> Ticket {
    let content = "{\"密\":1}".to_owned();
    Ticket { token: digest(name), purpose: Purpose::SecondStep, account: Id::from(account), ends, tries: 0, content }
}

pub async fn sessions_begin_and_end(store: &SharedStore, _: &Library) {
    let (one, two) = (session("one", "li", 1_000), session("two", "li", 1_050));
    store.begin_session(BUREAU, &one).await.unwrap();
    store.begin_session(BUREAU, &two).await.unwrap();
    assert_eq!(store.session(BUREAU, &one.token).await.unwrap(), None, "a session of nobody");
    store.put_account(BUREAU, &account("li")).await.unwrap();
    assert_eq!(store.session(BUREAU, &one.token).await.unwrap(), Some((one.clone(), account("li"))));
    assert_eq!(store.session(OTHER, &one.token).await.unwrap(), None);
    store.see_session(BUREAU, &one.token, 1_090).await.unwrap();
    store.see_session(BUREAU, &one.token, 1_080).await.unwrap();
    let seen = Session { seen: 1_090, ..one.clone() };
    assert_eq!(store.session(BUREAU, &one.token).await.unwrap(), Some((seen, account("li"))), "the latest counts");
    store.end_session(BUREAU, &two.token).await.unwrap();
    assert_eq!(store.session(BUREAU, &two.token).await.unwrap(), None);
    store.begin_session(BUREAU, &session("three", "li", 5_000)).await.unwrap();
    assert_eq!(store.session(BUREAU, &one.token).await.unwrap(), None, "those that ended are cleared away");
}

pub async fn a_session_that_ended_stays_ended(store: &SharedStore, _: &Library) {
    store.put_account(BUREAU, &account("li")).await.unwrap();
    let one = session("one", "li", 1_000);
    store.begin_session(BUREAU, &one).await.unwrap();
    store.end_session(BUREAU, &one.token).await.unwrap();
    // A request that had found the session alive says so only now.
    store.see_session(BUREAU, &one.token, 1_090).await.unwrap();
    assert_eq!(store.session(BUREAU, &one.token).await.unwrap(), None);
    assert!(store.sessions(BUREAU, &one.account).await.unwrap().is_empty());
}

fn password(hash: &str, set: i64) -> SignInChange {
    SignInChange::Password { hash: hash.to_owned(), set }
}

/// Changes what li signs in by, with a note of it.
async fn change(store: &SharedStore, change: SignInChange) -> Result<(), StoreError> {
    let note = Note { at: 1, account: Id::from("an"), kind: NoteKind::PasswordChanged, about: "li".into(), detail: String::new() };
    store.keep(BUREAU, vec![Kept::SignIn { account: Id::from("li"), change }], vec![note]).await
}

pub async fn an_accounts_sessions_end_together(store: &SharedStore, _: &Library) {
    let (one, two, other) = (session("one", "li", 1), session("two", "li", 2), session("other", "an", 3));
    for s in [&one, &two, &other] {
        store.begin_session(BUREAU, s).await.unwrap();
    }
    let (li, an) = (Id::from("li"), Id::from("an"));
    store.put_ticket(BUREAU, &ticket("half", "li", 10), 1).await.unwrap();
    assert_eq!(store.sessions(BUREAU, &li).await.unwrap(), [two.clone(), one.clone()]);
    assert!(store.sessions(OTHER, &li).await.unwrap().is_empty());
    store.end_sessions(BUREAU, &li, Some(&one.token)).await.unwrap();
    assert_eq!(store.sessions(BUREAU, &li).await.unwrap(), [one]);
    assert_eq!(store.sessions(BUREAU, &an).await.unwrap(), [other]);
    assert_eq!(store.ticket(BUREAU, &digest("half"), Purpose::SecondStep, 1).await.unwrap(), None, "tickets end with them");
    store.end_sessions(BUREAU, &li, None).await.unwrap();
    assert!(store.sessions(BUREAU, &li).await.unwrap().is_empty());
}

pub async fn a_credential_changes_alone_and_ends_what_rests_on_it(store: &SharedStore, _: &Library) {
    let li = Id::from("li");
    assert!(change(store, password("hash", 5)).await.is_err(), "there is no such account");
    let first = Credential { password: Some("first".to_owned()), password_set: 1, disabled: false, generation: 0 };
    store.put_account(BUREAU, &Account { credential: first, ..account("li") }).await.unwrap();
    let old = session("old", "li", 10);
    store.begin_session(BUREAU, &old).await.unwrap();
    store.put_ticket(BUREAU, &ticket("half", "li", 100), 1).await.unwrap();

    change(store, password("second", 20)).await.unwrap();
    assert!(store.sessions(BUREAU, &li).await.unwrap().is_empty());
    assert_eq!(store.ticket(BUREAU, &digest("half"), Purpose::SecondStep, 1).await.unwrap(), None);
    // A sign-in that had looked at the old password writes its session only now.
    store.begin_session(BUREAU, &Session { began: 21, ..old.clone() }).await.unwrap();
    assert_eq!(store.session(BUREAU, &old.token).await.unwrap(), None, "it rests on what is no more");

    // What is said of an account is changed by somebody who read it before.
    let renamed = Account { name: Title::new("李静", "Li Jing"), ..account("li") };
    store.put_account(BUREAU, &renamed).await.unwrap();
    let second = Credential { password: Some("second".to_owned()), password_set: 20, disabled: false, generation: 1 };
    let kept = Account { credential: second.clone(), ..renamed };
    assert_eq!(store.account(BUREAU, &li).await.unwrap(), Some(kept.clone()));
    assert_eq!(store.accounts(BUREAU).await.unwrap(), std::slice::from_ref(&kept));
    assert_eq!(store.account(OTHER, &li).await.unwrap(), None);

    let new = Session { generation: 1, ..session("new", "li", 30) };
    store.begin_session(BUREAU, &new).await.unwrap();
    assert_eq!(store.session(BUREAU, &new.token).await.unwrap(), Some((new.clone(), kept)));
    change(store, SignInChange::Disabled(true)).await.unwrap();
    store.begin_session(BUREAU, &Session { generation: 2, ..new.clone() }).await.unwrap();
    assert_eq!(store.session(BUREAU, &new.token).await.unwrap(), None, "disabled");
    change(store, SignInChange::Disabled(false)).await.unwrap();
    assert!(store.sessions(BUREAU, &li).await.unwrap().is_empty());
    let back = store.account(BUREAU, &li).await.unwrap().unwrap().credential;
    assert_eq!(back, Credential { generation: 3, ..second });

    // A second factor that an administrator takes away ends what was proved by it.
    let factor = SecondFactor { account: li.clone(), secret: vec![7; 20], last_step: 0, recovery: Vec::new(), revision: 0 };
    store.put_second_factor(BUREAU, &factor, 0).await.unwrap();
    store.begin_session(BUREAU, &Session { generation: 3, ..new.clone() }).await.unwrap();
    change(store, SignInChange::NoFactor).await.unwrap();
    assert_eq!(store.second_factor(BUREAU, &li).await.unwrap(), None);
    // One that was half way when the factor went writes its session only now.
    store.begin_session(BUREAU, &Session { generation: 3, ..new.clone() }).await.unwrap();
    assert_eq!(store.session(BUREAU, &new.token).await.unwrap(), None);
    let notes = store.notes(BUREAU, &NoteQuery { limit: 9, ..NoteQuery::default() }).await.unwrap();
    assert_eq!(notes.len(), 4, "each change has its note, and what was refused has none");
}

pub async fn browsers_are_known_for_a_time(store: &SharedStore, _: &Library) {
    let (li, an) = (Id::from("li"), Id::from("an"));
    store.put_account(BUREAU, &account("li")).await.unwrap();
    let known = async |who: &Id, name: &str, now| store.knows_browser(BUREAU, who, &digest(name), now).await.unwrap();
    store.know_browser(BUREAU, &li, &digest("desk"), (1, 100)).await.unwrap();
    assert!(known(&li, "desk", 100).await);
    assert!(!known(&li, "desk", 101).await && !known(&an, "desk", 1).await && !known(&li, "home", 1).await);
    assert!(!store.knows_browser(OTHER, &li, &digest("desk"), 1).await.unwrap());
    store.know_browser(BUREAU, &li, &digest("home"), (150, 300)).await.unwrap();
    assert!(!known(&li, "desk", 50).await, "those that are over are cleared away");
    change(store, password("hash", 200)).await.unwrap();
    assert!(!known(&li, "home", 200).await, "a new password ends them");
}

pub async fn tickets_are_used_once_for_one_purpose_in_time(store: &SharedStore, _: &Library) {
    let first = ticket("one", "li", 100);
    store.put_ticket(BUREAU, &first, 1).await.unwrap();
    store.put_ticket(BUREAU, &Ticket { content: "another".to_owned(), ..first.clone() }, 2).await.unwrap();
    assert_eq!(store.ticket(BUREAU, &first.token, Purpose::SecondStep, 100).await.unwrap(), Some(first.clone()), "the first stays");
    assert_eq!(store.ticket(BUREAU, &first.token, Purpose::SecondStep, 101).await.unwrap(), None, "too late");
    assert_eq!(store.ticket(BUREAU, &first.token, Purpose::Enrolment, 1).await.unwrap(), None, "for another purpose");
    assert_eq!(store.ticket(OTHER, &first.token, Purpose::SecondStep, 1).await.unwrap(), None);
    let mut tried = [false; 3];
    for tried in &mut tried {
        *tried = store.count_try(BUREAU, &first.token, 2).await.unwrap();
    }
    assert_eq!(tried, [true, true, false]);
    assert_eq!(store.ticket(BUREAU, &first.token, Purpose::SecondStep, 1).await.unwrap().map(|t| t.tries), Some(2));
    store.put_ticket(BUREAU, &ticket("two", "li", 300), 200).await.unwrap();
    assert!(!store.take_ticket(BUREAU, &first.token).await.unwrap(), "those that are over are cleared away");
    assert!(store.take_ticket(BUREAU, &digest("two")).await.unwrap());
    assert!(!store.take_ticket(BUREAU, &digest("two")).await.unwrap(), "used once");
}

pub async fn a_second_factor_is_saved_only_over_what_was_read(store: &SharedStore, _: &Library) {
    let li = Id::from("li");
    let factor = |last_step, revision| SecondFactor {
        account: li.clone(),
        secret: vec![7; 20],
        last_step,
        recovery: vec![Digest([9; 32])],
        revision,
    };
    store.put_second_factor(BUREAU, &factor(1, 0), 0).await.unwrap();
    assert!(matches!(store.put_second_factor(BUREAU, &factor(2, 0), 0).await, Err(StoreError::Conflict { .. })));
    store.put_second_factor(BUREAU, &factor(2, 1), 1).await.unwrap();
    assert!(matches!(store.put_second_factor(BUREAU, &factor(3, 1), 1).await, Err(StoreError::Conflict { .. })), "of two at once, one");
    assert_eq!(store.second_factor(BUREAU, &li).await.unwrap(), Some(factor(2, 2)));
    assert_eq!(store.second_factor(OTHER, &li).await.unwrap(), None);
    store.drop_second_factor(BUREAU, &li).await.unwrap();
    assert_eq!(store.second_factor(BUREAU, &li).await.unwrap(), None);
}

pub async fn a_subject_is_bound_to_one_account(store: &SharedStore, _: &Library) {
    let identity = |subject: &str, account: &str, began| Identity {
        issuer: "https://sso.example".to_owned(),
        subject: subject.to_owned(),
        account: Id::from(account),
        began,
    };
    let (li, an) = (Id::from("li"), Id::from("an"));
    assert_eq!(store.bind_identity(BUREAU, &identity("s1", "li", 2)).await.unwrap(), li);
    assert_eq!(store.bind_identity(BUREAU, &identity("s1", "an", 3)).await.unwrap(), li, "the first stays");
    assert_eq!(store.bind_identity(BUREAU, &identity("s0", "li", 1)).await.unwrap(), li);
    assert_eq!(store.identity(BUREAU, "https://sso.example", "s1").await.unwrap(), Some(li.clone()));
    assert_eq!(store.identity(BUREAU, "https://other.example", "s1").await.unwrap(), None);
    assert_eq!(store.identity(OTHER, "https://sso.example", "s1").await.unwrap(), None);
    assert_eq!(store.identities(BUREAU, &li).await.unwrap(), [identity("s0", "li", 1), identity("s1", "li", 2)]);
    assert!(store.identities(BUREAU, &an).await.unwrap().is_empty());
    store.unbind_identities(BUREAU, &li).await.unwrap();
    assert_eq!(store.identity(BUREAU, "https://sso.example", "s1").await.unwrap(), None);
}

pub async fn a_passkey_is_one_accounts_and_counts_up(store: &SharedStore, _: &Library) {
    let passkey = |id: u8, account: &str, began| Passkey {
        credential: vec![0, id, 255],
        account: Id::from(account),
        label: "办公室的“钥匙”".to_owned(),
        began,
        used: began,
        key: vec![165, 1, 2],
        counter: 7,
        shared: id == 1,
    };
    let (one, two, other) = (passkey(1, "li", 20), passkey(2, "li", 10), passkey(3, "an", 5));
    for added in [&one, &two, &other] {
        assert!(store.add_passkey(BUREAU, added).await.unwrap());
    }
    assert!(!store.add_passkey(BUREAU, &passkey(1, "an", 30)).await.unwrap(), "the first stays");
    let (li, an) = (Id::from("li"), Id::from("an"));
    assert_eq!(store.passkeys(BUREAU, &li).await.unwrap(), [two.clone(), one.clone()]);
    assert_eq!(store.passkey(BUREAU, &one.credential).await.unwrap(), Some(one.clone()));
    assert_eq!(store.passkey(OTHER, &one.credential).await.unwrap(), None);
    assert!(store.passkeys(OTHER, &li).await.unwrap().is_empty());

    let used = Passkey { used: 40, counter: u32::MAX, ..one.clone() };
    assert!(!store.use_passkey(OTHER, &one, &used).await.unwrap());
    assert!(store.use_passkey(BUREAU, &one, &used).await.unwrap());
    assert!(!store.use_passkey(BUREAU, &one, &Passkey { used: 41, ..one.clone() }).await.unwrap(), "of two at once, one");
    assert_eq!(store.passkey(BUREAU, &one.credential).await.unwrap(), Some(used.clone()));

    assert!(!store.drop_passkey(BUREAU, &an, &one.credential).await.unwrap(), "not theirs");
    assert!(!store.drop_passkey(OTHER, &li, &one.credential).await.unwrap());
    assert!(store.drop_passkey(BUREAU, &li, &one.credential).await.unwrap());
    assert!(!store.use_passkey(BUREAU, &used, &Passkey { used: 50, ..used.clone() }).await.unwrap(), "gone stays gone");
    assert_eq!(store.passkeys(BUREAU, &li).await.unwrap(), [two]);

    store.put_account(BUREAU, &account("li")).await.unwrap();
    change(store, SignInChange::NoFactor).await.unwrap();
    assert!(store.passkeys(BUREAU, &li).await.unwrap().is_empty(), "they go with the second factor");
    assert_eq!(store.passkeys(BUREAU, &an).await.unwrap(), [other]);
}
