//! Every statement that writes an act, each for many rows at once.

use crate::many::Many;
use crate::script::{Part, Script};
use crate::shown::shown_columns;

/// A person's key. The same key again, carried by two acts at once, counts as written; another one does not, nor does one under a
/// retired master key.
pub(crate) static PERSON: Many = Many::insert(
    "INSERT INTO person (bureau_id, person_id, suite, nonce, wrapped, master, key_ref) ",
    "(?int, ?id, ?int, ?bytes, ?bytes, ?int, ?bytes)",
    "AND EXISTS (SELECT 1 FROM master_key WHERE master_key.key_id = given.column6 AND master_key.state <> 2) \
     ON CONFLICT (bureau_id, person_id) DO UPDATE SET suite = person.suite \
     WHERE person.key_ref = excluded.key_ref AND person.wrapped IS NOT NULL",
);

/// Keys as they lie in the database; none is destroyed until the transaction ends.
pub(crate) static PERSON_KEYS: Many = Many::locked(
    "SELECT person_id, CASE WHEN wrapped IS NULL THEN NULL ELSE key_ref END FROM person WHERE bureau_id = ?int AND person_id IN (",
    "?id",
    " ORDER BY person_id FOR SHARE",
);

pub(crate) static VALUE: Many = Many::insert(
    "INSERT INTO value (bureau_id, value_id, person_id, field, suite, salt, nonce, ciphertext, matter_id) ",
    "(?int, ?id, ?id, ?text, ?int, ?bytes, ?bytes, ?bytes, ?id)",
    "",
);

/// Matters of an act that refer to a value which is another's.
pub(crate) static VALUE_USE: Many = Many::insert(
    "INSERT INTO value_use (bureau_id, value_id, matter_id) ",
    "(?int, ?id, ?id)",
    "AND EXISTS (SELECT 1 FROM value WHERE value.bureau_id = given.column1 AND value.value_id = given.column2 \
     AND value.matter_id <> given.column3) ON CONFLICT (bureau_id, value_id, matter_id) DO NOTHING",
);

pub(crate) static TERM: Many = Many::insert(
    "INSERT INTO search_term (bureau_id, kind, hash, matter_id, value_id, person_id, key_id) ",
    "(?int, ?text, ?bytes, ?id, ?id, ?id, ?int)",
    "",
);

pub(crate) static EVENT: Many =
    Many::insert("INSERT INTO event (bureau_id, matter_id, seq, link, body) ", "(?int, ?id, ?int, ?bytes, ?text)", "");

/// Columns of a matter that no list is ordered or bounded by. A matter never moves into another, so its parent is not among them.
macro_rules! unlisted {
    () => {
        "seq = excluded.seq, link = excluded.link, kind = excluded.kind, due_on = excluded.due_on, due_clock = excluded.due_clock, \
         paused = excluded.paused, party = excluded.party, handler = excluded.handler, lookup = COALESCE(excluded.lookup, matter.lookup), \
         placed = excluded.placed, body = excluded.body"
    };
}

macro_rules! matter {
    ($changed:expr) => {
        Many::insert(
            concat!("INSERT INTO matter (bureau_id, matter_id, seq, link, number, ", shown_columns!(), ", lookup, placed, body) "),
            "(?int, ?id, ?int, ?bytes, ?text, ?text, ?text, ?text, ?text, ?int, ?int, ?int, ?int, ?text, ?int, ?id, ?text, ?id, ?bytes, ?text, ?text)",
            concat!("ON CONFLICT (bureau_id, matter_id) DO UPDATE SET ", $changed),
        )
    };
}

/// A matter that is new, or moves in the lists.
pub(crate) static MATTER: Many = matter!(concat!(
    "unit = excluded.unit, state = excluded.state, opened_on = excluded.opened_on, closed = excluded.closed, press_on = excluded.press_on, ",
    unlisted!()
));

/// A matter that goes to another state and is neither closed nor opened again.
pub(crate) static MATTER_STATE: Many = matter!(concat!("state = excluded.state, press_on = excluded.press_on, ", unlisted!()));

/// A matter whose due day moves, and nothing else that lists go by.
pub(crate) static MATTER_DUE: Many = matter!(concat!("press_on = excluded.press_on, ", unlisted!()));

/// A matter that stays where it is in every list: no index of them is touched.
pub(crate) static MATTER_IN_PLACE: Many = matter!(unlisted!());

pub(crate) static TASK: Many = Many::insert(
    "INSERT INTO task (bureau_id, owner, waiting, due_on, matter_id, role, kind, clock, state) ",
    "(?int, ?text, ?int, ?int, ?id, ?text, ?text, ?text, ?text)",
    "",
);

pub(crate) static TASK_GONE: Many = Many::delete(
    "DELETE FROM task WHERE ",
    "(bureau_id = ?int AND owner = ?text AND waiting = ?int AND due_on = ?int AND matter_id = ?id AND role = ?text)",
);

pub(crate) static ALARM: Many = Many::insert("INSERT INTO alarm (bureau_id, due_on, matter_id, clock) ", "(?int, ?int, ?id, ?text)", "");

pub(crate) static ALARM_GONE: Many =
    Many::delete("DELETE FROM alarm WHERE ", "(bureau_id = ?int AND due_on = ?int AND matter_id = ?id AND clock = ?text)");

pub(crate) static HOLDING: Many = Many::insert("INSERT INTO holding (bureau_id, holder, matter_id) ", "(?int, ?text, ?id)", "");

pub(crate) static HOLDING_GONE: Many =
    Many::delete("DELETE FROM holding WHERE ", "(bureau_id = ?int AND holder = ?text AND matter_id = ?id)");

pub(crate) static MARK: Many =
    Many::insert("INSERT INTO mark (bureau_id, procedure, measure, unit, day, matter_id) ", "(?int, ?text, ?text, ?text, ?int, ?id)", "");

pub(crate) static MARK_GONE: Many = Many::delete(
    "DELETE FROM mark WHERE ",
    "(bureau_id = ?int AND procedure = ?text AND measure = ?text AND unit = ?text AND day = ?int AND matter_id = ?id)",
);

pub(crate) static COUNTER: Many = Many::insert(
    "INSERT INTO counter (bureau_id, procedure, measure, day, unit, count) ",
    "(?int, ?text, ?text, ?int, ?text, ?int)",
    "ON CONFLICT (bureau_id, procedure, measure, day, unit) DO UPDATE SET count = counter.count + excluded.count",
);

pub(crate) static TALLY: Many = Many::insert(
    "INSERT INTO tally (bureau_id, procedure, closed, state, unit, count) ",
    "(?int, ?text, ?int, ?text, ?text, ?int)",
    "ON CONFLICT (bureau_id, procedure, closed, state, unit) DO UPDATE SET count = tally.count + excluded.count",
);

pub(crate) static QUEUE: Many = Many::insert(
    "INSERT INTO queue (bureau_id, owner, waiting, count) ",
    "(?int, ?text, ?int, ?int)",
    "ON CONFLICT (bureau_id, owner, waiting) DO UPDATE SET count = queue.count + excluded.count",
);

pub(crate) static OPERATION: Many = Many::insert(
    "INSERT INTO operation (bureau_id, operation_id, request, matter_id, seq, number, recorded_at) ",
    "(?int, ?id, ?bytes, ?id, ?int, ?text, ?int)",
    "",
);

/// An entry of a register, as the act that changed its matter left it.
pub(crate) static ENTRY: Many = Many::insert(
    "INSERT INTO register_entry (bureau_id, entry, register, name, body) ",
    "(?int, ?text, ?text, ?text, ?text)",
    "ON CONFLICT (bureau_id, entry) DO UPDATE SET register = excluded.register, name = excluded.name, body = excluded.body",
);

/// Moves series of numbers on; answers with their last numbers.
pub(crate) static NUMBERING: Many = Many::insert(
    "INSERT INTO numbering (bureau_id, series, unit, year, last) ",
    "(?int, ?text, ?text, ?int, ?int)",
    "ON CONFLICT (bureau_id, series, unit, year) DO UPDATE SET last = numbering.last + excluded.last \
     RETURNING bureau_id, series, unit, year, last",
);

/// Everything that acts write, in this order, with room for what acts usually write. Each row affects exactly one.
pub(crate) static SCRIPT: Script<20> = Script::new([
    Part::new(&PERSON, 0, 4),
    Part::new(&VALUE, 2, 6),
    Part::new(&TERM, 1, 5),
    Part::new(&EVENT, 1, 7),
    Part::new(&MATTER, 0, 6),
    Part::new(&MATTER_STATE, 0, 5),
    Part::new(&MATTER_DUE, 0, 5),
    Part::new(&MATTER_IN_PLACE, 0, 5),
    Part::new(&MARK_GONE, 1, 5),
    Part::new(&MARK, 1, 7),
    Part::new(&COUNTER, 2, 6),
    Part::new(&TASK_GONE, 1, 6),
    Part::new(&TASK, 1, 6),
    Part::new(&QUEUE, 2, 5),
    Part::new(&ALARM_GONE, 0, 3),
    Part::new(&ALARM, 0, 3),
    Part::new(&HOLDING_GONE, 0, 2),
    Part::new(&HOLDING, 1, 4),
    Part::new(&TALLY, 1, 5),
    Part::new(&OPERATION, 0, 6),
]);
