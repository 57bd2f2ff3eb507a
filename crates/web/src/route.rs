//! Every route with its rule. One page, one file.

mod assets;
mod board;
mod desk;
mod figures;
mod guide;
mod home;
mod session;

use crate::server::Routes;

/// All routes.
pub(crate) fn all() -> Routes {
    Routes::default()
        .join(assets::routes())
        .join(session::routes())
        .join(home::routes())
        .join(guide::routes())
        .join(board::routes())
        .join(desk::routes())
}
