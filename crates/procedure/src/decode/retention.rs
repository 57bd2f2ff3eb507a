//! `retention years=10 basis=local`: how long a closed matter is kept.

use super::node::{children, prop};
use super::{Reader, Shape};
use crate::model::Retention;
use kdl::KdlNode;

const RETENTION: Shape = Shape::new("retention", 0).props(&["years", "cite", "basis"]).children(&["basis"]).many(&["cite"]);
/// More is meant as “for ever”, which the language says by leaving it out.
const LONGEST: u64 = 100;

impl Reader<'_> {
    /// The retention of a procedure, where it says one.
    pub(super) fn retention(&mut self, node: &KdlNode) -> Option<Retention> {
        let child = children(node, "retention").next()?;
        self.vet(child, &RETENTION);
        let place = self.node(child);
        let ground = self.ground(child, None);
        if ground.is_empty() {
            self.missing(child, "依据（cite=…，或者 basis=…）", "an article (cite=…) or a basis (basis=…)");
        }
        let Some(entry) = prop(child, "years") else {
            self.missing(child, "years=：办结后保存几年", "years=: how many years after it closed");
            return None;
        };
        let years = self.whole(entry)?;
        let fits = u32::try_from(years).ok().filter(|_| (1..=LONGEST).contains(&years));
        if fits.is_none() {
            let place = self.entry(entry);
            self.found
                .error("P016", place, "保存年数在 1 到 100 之间", "years lie between 1 and 100")
                .hint("永久保存的，不写 retention", "what is kept for ever has no retention");
        }
        Some(Retention { years: fits?, ground, place })
    }
}
