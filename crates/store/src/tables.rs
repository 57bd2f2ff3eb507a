//! Every statement that writes an act, each for many rows at once.

use crate::shown::shown_columns;
use crate::sql::Many;

pub(crate) static PERSON: Many = Many::insert(
    "INSERT INTO person (bureau_id, person_id, suite, nonce, wrapped) VALUES ",
    "(?, ?, ?, ?, ?)",
    " ON CONFLICT (bureau_id, person_id) DO NOTHING",
);

pub(crate) static PERSON_KEYS: Many =
    Many::new("SELECT person_id, wrapped FROM person WHERE bureau_id = ? AND person_id IN (", "?", ", ", ")");

pub(crate) static VALUE: Many = Many::insert(
    "INSERT INTO value (bureau_id, value_id, person_id, field, suite, salt, nonce, ciphertext) VALUES ",
    "(?, ?, ?, ?, ?, ?, ?, ?)",
    "",
);

pub(crate) static TERM: Many =
    Many::insert("INSERT INTO search_term (bureau_id, kind, hash, matter_id, value_id, person_id) VALUES ", "(?, ?, ?, ?, ?, ?)", "");

pub(crate) static EVENT: Many = Many::insert("INSERT INTO event (bureau_id, matter_id, seq, link, body) VALUES ", "(?, ?, ?, ?, ?)", "");

pub(crate) static MATTER: Many = Many::insert(
    concat!("INSERT INTO matter (bureau_id, matter_id, seq, link, number, ", shown_columns!(), ", lookup, placed, body) VALUES "),
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    " ON CONFLICT (bureau_id, matter_id) DO UPDATE SET seq = excluded.seq, link = excluded.link, unit = excluded.unit, \
     state = excluded.state, kind = excluded.kind, opened_on = excluded.opened_on, closed = excluded.closed, \
     press_on = excluded.press_on, due_on = excluded.due_on, due_clock = excluded.due_clock, paused = excluded.paused, \
     party = excluded.party, handler = excluded.handler, lookup = COALESCE(excluded.lookup, matter.lookup), placed = excluded.placed, \
     body = excluded.body",
);

pub(crate) static TASK: Many = Many::insert(
    "INSERT INTO task (bureau_id, owner, waiting, due_on, matter_id, role, kind, clock, state) VALUES ",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "",
);

pub(crate) static TASK_GONE: Many =
    Many::delete("DELETE FROM task WHERE ", "(bureau_id = ? AND owner = ? AND waiting = ? AND due_on = ? AND matter_id = ? AND role = ?)");

pub(crate) static ALARM: Many = Many::insert("INSERT INTO alarm (bureau_id, due_on, matter_id, clock) VALUES ", "(?, ?, ?, ?)", "");

pub(crate) static ALARM_GONE: Many =
    Many::delete("DELETE FROM alarm WHERE ", "(bureau_id = ? AND due_on = ? AND matter_id = ? AND clock = ?)");

pub(crate) static HOLDING: Many = Many::insert("INSERT INTO holding (bureau_id, holder, matter_id) VALUES ", "(?, ?, ?)", "");

pub(crate) static HOLDING_GONE: Many = Many::delete("DELETE FROM holding WHERE ", "(bureau_id = ? AND holder = ? AND matter_id = ?)");

pub(crate) static MARK: Many =
    Many::insert("INSERT INTO mark (bureau_id, procedure, measure, unit, day, matter_id) VALUES ", "(?, ?, ?, ?, ?, ?)", "");

pub(crate) static MARK_GONE: Many =
    Many::delete("DELETE FROM mark WHERE ", "(bureau_id = ? AND procedure = ? AND measure = ? AND unit = ? AND day = ? AND matter_id = ?)");

pub(crate) static COUNTER: Many = Many::insert(
    "INSERT INTO counter (bureau_id, procedure, measure, day, unit, count) VALUES ",
    "(?, ?, ?, ?, ?, ?)",
    " ON CONFLICT (bureau_id, procedure, measure, day, unit) DO UPDATE SET count = counter.count + excluded.count",
);

pub(crate) static TALLY: Many = Many::insert(
    "INSERT INTO tally (bureau_id, procedure, closed, state, unit, count) VALUES ",
    "(?, ?, ?, ?, ?, ?)",
    " ON CONFLICT (bureau_id, procedure, closed, state, unit) DO UPDATE SET count = tally.count + excluded.count",
);

pub(crate) static QUEUE: Many = Many::insert(
    "INSERT INTO queue (bureau_id, owner, waiting, count) VALUES ",
    "(?, ?, ?, ?)",
    " ON CONFLICT (bureau_id, owner, waiting) DO UPDATE SET count = queue.count + excluded.count",
);

pub(crate) static OPERATION: Many = Many::insert(
    "INSERT INTO operation (bureau_id, operation_id, request, matter_id, seq, number, recorded_at) VALUES ",
    "(?, ?, ?, ?, ?, ?, ?)",
    "",
);
