//! Pages as people use them, over HTTP, against the program itself on a demo bureau.

mod abuse;
mod addresses;
mod canaries;
mod canary;
mod citizen;
mod cross_site;
mod forms;
mod handling;
mod headers;
mod idor;
mod injection;
mod law;
mod limits;
mod links;
mod mass_assignment;
mod matrix;
mod matters;
mod not_yours;
mod organisation;
mod plan;
mod privacy;
mod registers;
mod sign_in;
mod simulation;
mod to_the_end;
pub(crate) mod visitor;
