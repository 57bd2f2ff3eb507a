//! Every route with its rule. One page, one file.

mod assets;
mod desk;
mod session;

use crate::server::Routes;

/// All routes.
pub(crate) fn all() -> Routes {
    Routes::default().join(assets::routes()).join(session::routes()).join(desk::routes())
}
