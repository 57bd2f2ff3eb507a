//! Every route with its rule. One page, one file.

mod act;
mod apply;
mod assets;
mod board;
mod calendar;
mod cases;
mod check;
mod correction;
mod desk;
mod figures;
mod form;
mod guide;
mod home;
mod law;
mod matter;
mod point;
mod receipt;
mod reckon;
mod reckoning;
mod session;
mod start;
mod task;
mod track;

use crate::server::Routes;

/// All routes.
pub(crate) fn all() -> Routes {
    Routes::default()
        .join(assets::routes())
        .join(session::routes())
        .join(home::routes())
        .join(guide::routes())
        .join(apply::routes())
        .join(check::routes())
        .join(receipt::routes())
        .join(track::routes())
        .join(board::routes())
        .join(point::routes())
        .join(task::routes())
        .join(law::routes())
        .join(calendar::routes())
        .join(reckon::routes())
        .join(desk::routes())
        .join(cases::routes())
        .join(correction::routes())
        .join(start::routes())
        .join(matter::routes())
        .join(act::routes())
}
