//! Plain access to a KDL node.

use kdl::{KdlEntry, KdlNode};

/// Its arguments: the values without a key.
pub(crate) fn args(node: &KdlNode) -> impl Iterator<Item = &KdlEntry> {
    node.entries().iter().filter(|e| e.name().is_none())
}

/// Its property of this name.
pub(crate) fn prop<'a>(node: &'a KdlNode, name: &str) -> Option<&'a KdlEntry> {
    node.entries().iter().find(|e| e.name().is_some_and(|n| n.value() == name))
}

/// Its children of this name.
pub(crate) fn children<'a>(node: &'a KdlNode, name: &str) -> impl Iterator<Item = &'a KdlNode> {
    below(node).iter().filter(move |n| n.name().value() == name)
}

/// Its children.
pub(crate) fn below(node: &KdlNode) -> &[KdlNode] {
    node.children().map_or(&[], |c| c.nodes())
}
