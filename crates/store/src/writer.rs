//! The writer: one task that commits for all, many acts at a time, and answers after the commit is on disk.

use crate::batch::Answer;
use crate::database::{Connection, Pool};
use crate::destroy::Target;
use crate::keys::Keys;
use crate::prepare::Prepared;
use crate::purge::{overwrite, purge};
use crate::sql::Value;
use crate::transaction::{transact, transact_all};
use app::ports::{Kept, Note, StoreError};
use kernel::BureauId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

/// Jobs that may wait; whoever comes after waits outside.
const WAITING: usize = 1024;
/// Jobs in one transaction at most.
const BATCH: usize = 256;
/// How long to wait for acts that are just being made ready.
const PATIENCE: Duration = Duration::from_millis(1);

/// A simple write: one statement with its arguments.
pub(crate) struct Statement {
    pub(crate) text: &'static str,
    pub(crate) values: Vec<Value<'static>>,
}

/// Something to be written.
pub(crate) enum Work {
    /// An act.
    Act(Box<Prepared>),
    /// Several acts, all or none.
    Bulk(Vec<Prepared>),
    /// Simple writes, all or none.
    Plain(Vec<Statement>),
    /// Notes in the journal.
    Note(BureauId, Vec<Note>),
    /// What administrators keep, with the notes of it.
    Keep(BureauId, Vec<Kept>, Vec<Note>),
    /// A lawful destruction.
    Destroy(Destruction),
    /// What was deleted is taken from the disk.
    Purge,
    /// What was written over is taken from the disk.
    Overwrite,
    /// A statement that must stand outside a transaction.
    Alone(String),
}

/// What is to be destroyed, and under which keys it lies.
pub(crate) struct Destruction {
    pub(crate) keys: Arc<Keys>,
    pub(crate) bureau: BureauId,
    pub(crate) targets: Vec<Target>,
}

/// What came of it.
pub(crate) enum Outcome {
    /// The act's receipt.
    Receipt(Answer),
    /// Rows that the last statement affected.
    Rows(u64),
}

struct Job {
    work: Work,
    answer: oneshot::Sender<Result<Outcome, StoreError>>,
}

/// The way into the writer.
#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
    coming: Arc<AtomicUsize>,
    batches: Arc<AtomicU64>,
}

/// Says, while it lives, that an act is just being made ready.
pub(crate) struct Coming(Arc<AtomicUsize>);

impl Drop for Coming {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Writer {
    /// Starts the task. It ends when the last way in is dropped, after what was sent is done.
    pub(crate) fn start(pool: Pool) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, inbox) = mpsc::channel(WAITING);
        let coming = Arc::new(AtomicUsize::new(0));
        let batches = Arc::new(AtomicU64::new(0));
        let task = tokio::spawn(run(pool, inbox, coming.clone(), batches.clone()));
        (Self { jobs, coming, batches }, task)
    }

    /// Batches committed or tried so far.
    pub(crate) fn batches(&self) -> u64 {
        self.batches.load(Ordering::Relaxed)
    }

    /// Announces an act, so that a batch waits a moment for it.
    pub(crate) fn announce(&self) -> Coming {
        self.coming.fetch_add(1, Ordering::Relaxed);
        Coming(self.coming.clone())
    }

    /// Writes an act that was announced.
    pub(crate) async fn act(&self, act: Prepared, coming: Coming) -> Result<Answer, StoreError> {
        match self.send(Work::Act(Box::new(act)), Some(coming)).await? {
            Outcome::Receipt(answer) => Ok(answer),
            Outcome::Rows(_) => Err(StoreError::Unavailable("没有回执".into())),
        }
    }

    /// Does work other than an act. Returns how many rows the last statement affected.
    pub(crate) async fn write(&self, work: Work) -> Result<u64, StoreError> {
        match self.send(work, None).await? {
            Outcome::Rows(rows) => Ok(rows),
            Outcome::Receipt(_) => Ok(0),
        }
    }

    /// Runs one simple statement.
    pub(crate) async fn plain(&self, text: &'static str, values: Vec<Value<'static>>) -> Result<u64, StoreError> {
        self.write(Work::Plain(vec![Statement { text, values }])).await
    }

    async fn send(&self, work: Work, coming: Option<Coming>) -> Result<Outcome, StoreError> {
        let gone = || StoreError::Unavailable("写入任务已停止".into());
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job { work, answer }).await.map_err(|_| gone())?;
        drop(coming);
        answered.await.map_err(|_| gone())?
    }
}

async fn run(pool: Pool, mut inbox: mpsc::Receiver<Job>, coming: Arc<AtomicUsize>, batches: Arc<AtomicU64>) {
    while let Some(first) = inbox.recv().await {
        let mut jobs = vec![first];
        gather(&mut inbox, &mut jobs, &coming).await;
        batches.fetch_add(1, Ordering::Relaxed);
        match pool.acquire().await {
            Ok(connection) => commit(connection, jobs).await,
            Err(error) => fail(jobs, &error),
        }
    }
    pool.close().await;
}

/// Takes what is there, and waits a moment for what is known to come.
async fn gather(inbox: &mut mpsc::Receiver<Job>, jobs: &mut Vec<Job>, coming: &AtomicUsize) {
    let until = Instant::now() + PATIENCE;
    while jobs.len() < BATCH {
        match inbox.try_recv() {
            Ok(job) => jobs.push(job),
            Err(_) if coming.load(Ordering::Relaxed) == 0 => return,
            Err(_) => match timeout_at(until, inbox.recv()).await {
                Ok(Some(job)) => jobs.push(job),
                _ => return,
            },
        }
    }
}

/// Commits what was gathered. If that fails for another reason than space, each job is tried by itself: a bad one harms no other.
async fn commit(mut connection: Connection, jobs: Vec<Job>) {
    let (together, alone): (Vec<_>, Vec<_>) =
        jobs.into_iter().partition(|job| matches!(job.work, Work::Act(_) | Work::Plain(_) | Work::Note(..)));
    let works: Vec<&Work> = together.iter().map(|job| &job.work).collect();
    let mut broken = false;
    match transact(&mut connection, &works).await {
        Ok(outcomes) => together.into_iter().zip(outcomes).for_each(|(job, outcome)| job.tell(outcome)),
        Err(error @ (StoreError::Full | StoreError::Unavailable(_))) => {
            broken = matches!(error, StoreError::Unavailable(_));
            fail(together, &error);
        }
        Err(error) => {
            tracing::warn!(%error, jobs = together.len(), "a batch failed; its jobs are tried one by one");
            for job in together {
                let outcome = by_itself(&mut connection, &job.work).await;
                broken |= matches!(outcome, Err(StoreError::Unavailable(_)));
                job.tell(outcome);
            }
        }
    }
    for job in alone {
        let outcome = by_itself(&mut connection, &job.work).await;
        broken |= matches!(outcome, Err(StoreError::Unavailable(_)));
        job.tell(outcome);
    }
    if broken {
        connection.abandon().await;
    }
}

/// Does one job. Where several nodes write, another may have come into its way: then it is tried again on what is there now.
async fn by_itself(connection: &mut Connection, work: &Work) -> Result<Outcome, StoreError> {
    let mut tries = 4;
    loop {
        tries -= 1;
        let done = match work {
            Work::Act(_) | Work::Plain(_) | Work::Note(..) | Work::Keep(..) | Work::Destroy(_) => transact(connection, &[work]).await,
            Work::Bulk(acts) => transact_all(connection, acts).await.map(|()| vec![Ok(Outcome::Rows(0))]),
            Work::Overwrite => overwrite(connection).await.map(|()| vec![Ok(Outcome::Rows(0))]),
            Work::Purge => purge(connection).await.map(|()| vec![Ok(Outcome::Rows(0))]),
            Work::Alone(text) => connection.raw(text).await.map(|()| vec![Ok(Outcome::Rows(0))]),
        };
        match done {
            Err(StoreError::Conflict { .. } | StoreError::Damaged(_)) if tries > 0 => {}
            done => return done.and_then(first),
        }
    }
}

fn first(outcomes: Vec<Result<Outcome, StoreError>>) -> Result<Outcome, StoreError> {
    outcomes.into_iter().next().unwrap_or_else(|| Err(StoreError::Unavailable("没有结果".into())))
}

fn fail(jobs: Vec<Job>, error: &StoreError) {
    jobs.into_iter().for_each(|job| job.tell(Err(error.clone())));
}

impl Job {
    /// Answers; nobody need be listening any more.
    fn tell(self, outcome: Result<Outcome, StoreError>) {
        let _ = self.answer.send(outcome);
    }
}
