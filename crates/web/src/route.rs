//! Every route with its rule. One page, one file.

mod account;
mod act;
mod apply;
mod assets;
mod board;
mod calendar;
mod cases;
mod check;
mod correction;
mod deadline;
mod desk;
mod figures;
mod form;
mod guide;
mod home;
mod law;
mod looks;
mod matter;
mod organisation;
mod paper;
mod passkey;
mod point;
mod privacy;
mod proof;
mod provider;
mod receipt;
mod reckon;
mod reckoning;
mod register;
mod retention;
mod session;
mod simulation;
mod start;
mod task;
mod track;
mod verb;

use crate::server::Routes;

/// All routes.
pub(crate) fn all() -> Routes {
    Routes::default()
        .join(assets::routes())
        .join(session::routes())
        .join(account::routes())
        .join(passkey::routes())
        .join(provider::routes())
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
        .join(simulation::routes())
        .join(calendar::routes())
        .join(privacy::routes())
        .join(reckon::routes())
        .join(desk::routes())
        .join(organisation::routes())
        .join(cases::routes())
        .join(retention::routes())
        .join(correction::routes())
        .join(verb::routes())
        .join(register::routes())
        .join(start::routes())
        .join(matter::routes())
        .join(looks::routes())
        .join(act::routes())
        .join(deadline::routes())
        .join(paper::routes())
        .join(proof::routes())
}

#[cfg(test)]
mod tests {
    /// Rules and paths, a line each; an asset's address holds its digest, so all of them are one line.
    fn listed() -> String {
        let mut lines: Vec<String> = super::all()
            .listed()
            .into_iter()
            .map(|(path, rule)| {
                format!("{:8} {}\n", format!("{rule:?}"), if path.starts_with("/assets/") { "/assets/{file}" } else { path })
            })
            .collect();
        lines.sort();
        lines.dedup();
        lines.concat()
    }

    #[test]
    fn every_route_has_its_rule() {
        let golden = include_str!("../tests/routes.snap");
        let now = listed();
        assert_eq!(golden, now, "a route or a rule changed; if that is meant, write this to crates/web/tests/routes.snap:\n{now}");
    }
}
