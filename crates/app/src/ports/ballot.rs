//! Secret polls (无记名评议): who has drawn a ballot, which ballots were used, and sums. Nothing joins them.
//!
//! The whole poll is one value of a fixed length, in which what came earlier cannot be told from what came later: digests stand in the order
//! of their bytes, answers only as sums. There is no time, no number that counts, and no answer sheet. A store keeps no earlier version of it.

use super::StoreError;
use async_trait::async_trait;
use kernel::{BureauId, Digest, Id, sm3};
use std::collections::BTreeSet;

/// A poll as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// What its ballots are made with; with it ballots can be forged, but not followed.
    pub key: [u8; 32],
    /// How many may take part.
    pub voters: u32,
    /// Nothing can be drawn or cast any more.
    pub closed: bool,
    /// For each question, how often each of its options was chosen.
    pub tally: Vec<Vec<u32>>,
    /// Digests of those who have drawn a ballot.
    pub drawn: BTreeSet<Digest>,
    /// Digests of the ballots that were cast.
    pub spent: BTreeSet<Digest>,
}

/// Why a poll does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollRefused {
    /// It is closed.
    Closed,
    /// This one has drawn already, or all ballots are drawn.
    Drawn,
    /// No ballot of this poll, or one that was cast already.
    Ballot,
    /// Answers that do not fit its questions.
    Answers,
}

impl Poll {
    /// Whether it can be kept: each question has options, and there is somebody to ask.
    #[must_use]
    pub fn sound(&self) -> bool {
        let asked = |options: &Vec<u32>| (2..=250).contains(&options.len());
        self.voters > 0 && !self.tally.is_empty() && self.tally.len() <= 250 && self.tally.iter().all(asked)
    }

    /// Notes that somebody draws a ballot.
    ///
    /// # Errors
    /// When it is closed, or they have drawn already.
    pub fn draw(&mut self, voter: &str) -> Result<(), PollRefused> {
        if self.closed {
            return Err(PollRefused::Closed);
        }
        let fresh = self.drawn.len() < self.voters as usize && self.drawn.insert(sm3(&[b"drawn", &self.key, voter.as_bytes()]));
        if fresh { Ok(()) } else { Err(PollRefused::Drawn) }
    }

    /// The proof that a ballot with this secret belongs to the poll.
    #[must_use]
    pub fn mark(&self, secret: &[u8; 32]) -> Digest {
        sm3(&[b"ballot", &self.key, secret])
    }

    /// Counts a ballot's answers, one option for each question.
    ///
    /// # Errors
    /// When it is closed, the ballot is none or was cast, or the answers do not fit. Nothing is counted then.
    pub fn cast(&mut self, secret: &[u8; 32], mark: &Digest, answers: &[u8]) -> Result<(), PollRefused> {
        let fits = answers.len() == self.tally.len() && answers.iter().zip(&self.tally).all(|(a, t)| usize::from(*a) < t.len());
        match (self.closed, self.mark(secret) == *mark, fits) {
            (true, ..) => return Err(PollRefused::Closed),
            (_, false, _) => return Err(PollRefused::Ballot),
            (.., false) => return Err(PollRefused::Answers),
            _ => {}
        }
        if self.spent.len() >= self.voters as usize || !self.spent.insert(sm3(&[b"spent", secret])) {
            return Err(PollRefused::Ballot);
        }
        for (answer, options) in answers.iter().zip(&mut self.tally) {
            if let Some(count) = options.get_mut(usize::from(*answer)) {
                *count += 1;
            }
        }
        Ok(())
    }

    /// Its bytes; as many whatever has happened in it, so that each version lies where the one before lay.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.key.to_vec();
        out.extend(self.voters.to_be_bytes());
        out.push(self.closed.into());
        out.push(u8::try_from(self.tally.len()).unwrap_or(u8::MAX));
        for options in &self.tally {
            out.push(u8::try_from(options.len()).unwrap_or(u8::MAX));
            out.extend(options.iter().flat_map(|n| n.to_be_bytes()));
        }
        for set in [&self.drawn, &self.spent] {
            out.extend(u32::try_from(set.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(set.iter().flat_map(|d| d.0));
            out.resize(out.len() + 32 * (self.voters as usize).saturating_sub(set.len()), 0);
        }
        out
    }

    /// Reads them; `None` where they are no poll.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let key = take(&mut rest, 32)?.try_into().ok()?;
        let voters = number(&mut rest)?;
        let closed = take(&mut rest, 1)? == [1];
        let mut tally = Vec::new();
        for _ in 0..*take(&mut rest, 1)?.first()? {
            let options = *take(&mut rest, 1)?.first()?;
            tally.push((0..options).map(|_| number(&mut rest)).collect::<Option<Vec<u32>>>()?);
        }
        let mut set = || -> Option<BTreeSet<Digest>> {
            let count = number(&mut rest)? as usize;
            let all = take(&mut rest, (voters as usize).checked_mul(32)?)?;
            all.chunks(32).take(count).map(|d| Some(Digest(d.try_into().ok()?))).collect()
        };
        let (drawn, spent) = (set()?, set()?);
        Some(Self { key, voters, closed, tally, drawn, spent })
    }
}

fn take<'b>(rest: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}

/// Where polls lie.
#[async_trait]
pub trait BallotStore: Send + Sync {
    /// A poll.
    async fn poll(&self, bureau: BureauId, id: &Id) -> Result<Option<Poll>, StoreError>;

    /// Puts a poll in the place of what was read, `None` for a new one, and leaves nothing of the version before on a disk of ours. `false`
    /// when it is no longer what was read.
    async fn put_poll(&self, bureau: BureauId, id: &Id, before: Option<&Poll>, after: &Poll) -> Result<bool, StoreError>;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn poll() -> Poll {
        let tally = vec![vec![0; 5], vec![0; 3]];
        Poll { key: [7; 32], voters: 6, closed: false, tally, drawn: BTreeSet::new(), spent: BTreeSet::new() }
    }

    #[test]
    fn its_bytes_say_the_same_and_never_grow() {
        let mut poll = poll();
        let length = poll.to_bytes().len();
        for n in 0..6_u8 {
            let secret = [n; 32];
            poll.draw(&n.to_string()).unwrap();
            let mark = poll.mark(&secret);
            poll.cast(&secret, &mark, &[n % 5, n % 3]).unwrap();
            assert_eq!(poll.to_bytes().len(), length);
            assert_eq!(Poll::from_bytes(&poll.to_bytes()).as_ref(), Some(&poll));
        }
        assert_eq!(Poll::from_bytes(&poll.to_bytes()[..length - 1]), None);
    }

    #[test]
    fn one_draws_once_and_a_ballot_counts_once() {
        let mut poll = poll();
        poll.draw("li").unwrap();
        assert_eq!(poll.draw("li"), Err(PollRefused::Drawn));
        let secret = [1; 32];
        let mark = poll.mark(&secret);
        assert_eq!(poll.cast(&[2; 32], &mark, &[0, 0]), Err(PollRefused::Ballot), "no ballot of this poll");
        assert_eq!(poll.cast(&secret, &mark, &[5, 0]), Err(PollRefused::Answers));
        assert_eq!(poll.cast(&secret, &mark, &[0]), Err(PollRefused::Answers));
        poll.cast(&secret, &mark, &[4, 2]).unwrap();
        assert_eq!(poll.cast(&secret, &mark, &[4, 2]), Err(PollRefused::Ballot));
        assert_eq!(poll.tally, [vec![0, 0, 0, 0, 1], vec![0, 0, 1]]);
        poll.closed = true;
        assert_eq!(poll.draw("wang"), Err(PollRefused::Closed));
        assert_eq!(poll.cast(&secret, &mark, &[4, 2]), Err(PollRefused::Closed));
    }

    #[test]
    fn the_order_in_which_people_came_is_not_in_it() {
        let told = |order: [u8; 4]| {
            let mut poll = poll();
            for n in order {
                poll.draw(&n.to_string()).unwrap();
                let mark = poll.mark(&[n; 32]);
                poll.cast(&[n; 32], &mark, &[n, 0]).unwrap();
            }
            poll.to_bytes()
        };
        assert_eq!(told([0, 1, 2, 3]), told([3, 1, 0, 2]));
    }
}
