//! What happens in a matter without anybody's hand: lapses, and another version of the law.

use super::{Law, versions};
use crate::{Matter, Order};
use kernel::Date;

/// What the law does by itself in a matter up to and including a day, each with the day on which it is to be done, the oldest first.
/// Doing one may undo the reason for the next: ask again after each.
#[must_use]
pub fn by_itself(law: &dyn Law, matter: &Matter, until: Date) -> Vec<(Date, Order)> {
    let lapses = matter.clocks.iter().filter(|i| i.fires && i.overdue(until)).filter_map(|i| {
        let day = i.due_on?.tomorrow().ok()?;
        Some((day, Order::Lapse { clock: i.clock.clone(), holder: i.holder.clone() }))
    });
    let over = versions::gone_over(law, matter, until).into_iter().map(|(day, to)| (day, Order::Repin { to }));
    let mut out: Vec<(Date, Order)> = over.chain(lapses).collect();
    out.sort_by_key(|(day, _)| *day);
    out
}
