//! Statutes as metadata and figures: which edition is in force on a day, what stands in an article, and where to read it.
//!
//! Pure: texts come in as strings. No sentence of a statute is kept here or in `law/`; a figure is a term of a few characters with its
//! place. The index files are made by [`index_folder`] and built into the program as [`Index::embedded`].

mod citation;
mod entry;
mod error;
mod figure;
mod index;
mod layout;
mod making;
mod numeral;
mod runs;
mod scan;
mod show;
mod statute;

pub use citation::Citation;
pub use error::LawError;
pub use figure::{Figure, FigureUnit};
pub use index::Index;
pub use making::{Row, index_folder, index_text};
pub use scan::figures_in;
pub use show::{passage, show};
pub use statute::{SourceText, Statute};
