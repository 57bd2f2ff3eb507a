//! Secret polls: ratings and reviews whose answers nobody can lead back to whoever gave them, the administrator included.
//!
//! Somebody who may take part draws a ballot under their name; what is kept is that they drew one, not which. The ballot's secret is made
//! then and written nowhere. Whoever holds it casts it without a name. Results are given once the poll is closed and five have answered: a
//! result that grew by one would tell that one's answer.

use crate::ports::{Poll, PollRefused, StoreError};
use crate::{Bureau, Fault};
use kernel::{Digest, Id, Title};
use std::collections::BTreeSet;

/// With fewer answers nothing is told.
pub const FEWEST: u32 = 5;
/// Tries against others who change the same poll at once.
const TRIES: usize = 64;

impl Bureau {
    /// Opens a poll: for each question how many options it has, and how many may take part.
    ///
    /// # Errors
    /// [`Fault::Input`] when it cannot be a poll or is there already; faults of the store.
    pub async fn open_poll(&self, id: &Id, options: &[u8], voters: u32) -> Result<(), Fault> {
        let tally = options.iter().map(|n| vec![0; usize::from(*n)]).collect();
        let poll = Poll { key: self.random(), voters, closed: false, tally, drawn: BTreeSet::new(), spent: BTreeSet::new() };
        if !poll.sound() {
            return Err(Fault::Input(Title::new(
                "每个问题至少两个选项，至少有一人参加。",
                "Each question has two options at least, and somebody is asked.",
            )));
        }
        if self.store.put_poll(self.id, id, None, &poll).await? {
            return Ok(());
        }
        Err(Fault::Input(Title::new("这次评议已经建立过。", "This poll is there already.")))
    }

    /// Gives out one ballot to somebody who may take part: an account, or a matter of theirs. It is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`Fault::Input`] when they drew one already or it is closed; [`Fault::NotFound`] when there is no such poll; faults of the store.
    pub async fn draw_ballot(&self, id: &Id, voter: &str) -> Result<String, Fault> {
        let secret: [u8; 32] = self.random();
        let poll = self.change_poll(id, |poll| poll.draw(voter)).await?;
        let mark = poll.mark(&secret);
        Ok(secret.iter().chain(&mark.0).map(|b| format!("{b:02x}")).collect())
    }

    /// Casts a ballot: one option for each question. Nothing is asked but the ballot.
    ///
    /// # Errors
    /// [`Fault::Input`] when it is none, was cast, or the answers do not fit; [`Fault::NotFound`]; faults of the store.
    pub async fn cast_ballot(&self, id: &Id, ballot: &str, answers: &[u8]) -> Result<(), Fault> {
        let (secret, mark) = parts(ballot).ok_or_else(|| refused(PollRefused::Ballot))?;
        self.change_poll(id, |poll| poll.cast(&secret, &mark, answers)).await.map(drop)
    }

    /// Closes a poll for good.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such poll; faults of the store.
    pub async fn close_poll(&self, id: &Id) -> Result<(), Fault> {
        let close = |poll: &mut Poll| {
            poll.closed = true;
            Ok(())
        };
        self.change_poll(id, close).await.map(drop)
    }

    /// For each question how often each option was chosen. `None` until it is closed, and for ever where fewer than [`FEWEST`] answered.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such poll; [`StoreError::Damaged`] when more were cast than drawn; faults of the store.
    pub async fn poll_results(&self, id: &Id) -> Result<Option<Vec<Vec<u32>>>, Fault> {
        let poll = self.store.poll(self.id, id).await?.ok_or(Fault::NotFound)?;
        if poll.spent.len() > poll.drawn.len() {
            return Err(StoreError::Damaged(format!("poll {id} holds more ballots than were drawn")).into());
        }
        Ok((poll.closed && poll.spent.len() >= FEWEST as usize).then_some(poll.tally))
    }

    async fn change_poll(&self, id: &Id, change: impl Fn(&mut Poll) -> Result<(), PollRefused>) -> Result<Poll, Fault> {
        for _ in 0..TRIES {
            let before = self.store.poll(self.id, id).await?.ok_or(Fault::NotFound)?;
            let mut after = before.clone();
            change(&mut after).map_err(refused)?;
            if self.store.put_poll(self.id, id, Some(&before), &after).await? {
                return Ok(after);
            }
        }
        Err(StoreError::Conflict { expected: 0 }.into())
    }
}

/// The secret and the mark of a ballot.
fn parts(ballot: &str) -> Option<([u8; 32], Digest)> {
    let digits = ballot.trim();
    if digits.len() != 128 || !digits.is_ascii() {
        return None;
    }
    let bytes = (0..64).map(|n| u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok()).collect::<Option<Vec<u8>>>()?;
    let (secret, mark) = bytes.split_at_checked(32)?;
    Some((secret.try_into().ok()?, Digest(mark.try_into().ok()?)))
}

fn refused(why: PollRefused) -> Fault {
    Fault::Input(match why {
        PollRefused::Closed => Title::new("这次评议已经结束。", "This poll is closed."),
        PollRefused::Drawn => Title::new("您已经领过一张票，每人只领一次。", "You have drawn your ballot; each draws once."),
        PollRefused::Ballot => Title::new("这张票不能用，或者已经投过。", "This ballot is not valid, or was cast already."),
        PollRefused::Answers => Title::new("每个问题选一项。", "Choose one option for each question."),
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_ballot_is_a_hundred_and_twenty_eight_digits_and_nothing_more() {
        let ballot = "0af1".repeat(32);
        assert!(parts(&ballot).is_some() && parts(&format!(" {ballot}\n")).is_some());
        for wrong in [&ballot[1..], &format!("{ballot}00"), &ballot.replace('f', "g"), &ballot.replace("0a", "é"), ""] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }
}
