//! Pages as people use them, over HTTP, against the program itself on a demo bureau.

mod citizen;
mod law;
mod links;
mod plan;
mod visitor;
