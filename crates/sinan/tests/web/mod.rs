//! Pages as people use them, over HTTP, against the program itself on a demo bureau.

mod citizen;
mod handling;
mod law;
mod links;
mod matters;
mod not_yours;
mod plan;
mod privacy;
mod sign_in;
mod simulation;
mod to_the_end;
mod visitor;
