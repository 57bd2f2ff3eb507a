//! What each node may carry. One table a node; whatever is on none of its lists is a finding.

use super::node::{args, below};
use super::{Reader, words::nearest};
use kdl::KdlNode;

/// The words that a node may carry.
pub(crate) struct Shape {
    name: &'static str,
    /// Arguments at most.
    args: usize,
    props: &'static [&'static str],
    children: &'static [&'static str],
    /// Children and properties that may come more than once, as children.
    many: &'static [&'static str],
    /// Named by the language, not carried by this version.
    later: &'static [&'static str],
    /// Children may have any name: values of a choice.
    open: bool,
}

impl Shape {
    pub(crate) const fn new(name: &'static str, args: usize) -> Self {
        Self { name, args, props: &[], children: &[], many: &[], later: &[], open: false }
    }

    pub(crate) const fn props(self, props: &'static [&'static str]) -> Self {
        Self { props, ..self }
    }

    /// Children that come once.
    pub(crate) const fn children(self, children: &'static [&'static str]) -> Self {
        Self { children, ..self }
    }

    /// Children that may come several times.
    pub(crate) const fn many(self, many: &'static [&'static str]) -> Self {
        Self { many, ..self }
    }

    pub(crate) const fn later(self, later: &'static [&'static str]) -> Self {
        Self { later, ..self }
    }

    pub(crate) const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Whether the node knows this property.
    pub(crate) fn has_prop(&self, name: &str) -> bool {
        self.props.contains(&name)
    }

    fn child_allowed(&self, name: &str) -> bool {
        self.open || self.children.contains(&name) || self.many.contains(&name)
    }
}

impl Shape {
    /// How the node is called in a sentence.
    fn called<'n>(&'n self, node: &'n KdlNode) -> &'n str {
        if self.name.is_empty() { node.name().value() } else { self.name }
    }
}

impl Reader<'_> {
    /// Reports everything that the node carries and may not.
    pub(crate) fn vet(&mut self, node: &KdlNode, shape: &Shape) {
        self.vet_props(node, shape);
        self.vet_children(node, below(node), shape);
        if let Some(extra) = args(node).nth(shape.args) {
            let (place, seen, name) = (self.entry(extra), extra.value().to_string(), shape.called(node));
            self.found
                .error("P014", place, format!("{name} 后面多了 {seen}"), format!("{name} takes no {seen} here"))
                .hint("有空格的文字要加引号；几个值写成子节点", "quote a text with spaces; write several values as a child");
        }
        if let Some(ty) = node.ty().or_else(|| node.entries().iter().find_map(|e| e.ty())) {
            let place = self.place(ty.span().offset(), ty.span().len());
            self.found
                .error("P012", place, "程序语言不用类型标注", "the language knows no type annotations")
                .hint("删去括号和里面的词", "remove the brackets and the word in them");
        }
    }

    /// Reports unknown, unsupported and doubled nodes among `nodes`.
    pub(crate) fn vet_children(&mut self, parent: &KdlNode, nodes: &[KdlNode], shape: &Shape) {
        for (i, child) in nodes.iter().enumerate() {
            let (name, place) = (child.name().value(), self.node(child));
            if shape.later.contains(&name) {
                self.unsupported(place, name);
            } else if !shape.child_allowed(name) {
                let near = nearest(name, shape.children.iter().chain(shape.many).copied());
                let known = shape.children.iter().chain(shape.many).copied().collect::<Vec<_>>().join(" ");
                let finding = self.found.error(
                    "P011",
                    place,
                    format!("{} 里没有 {name} 这种节点", shape.called(parent)),
                    format!("{} has no node {name}", shape.called(parent)),
                );
                match near {
                    Some(near) => finding.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
                    None if shape.props.contains(&name) => {
                        finding.hint(format!("写成属性：{name}=…"), format!("write it as a property: {name}=…"))
                    }
                    None if known.is_empty() => finding.hint("这个节点没有子节点", "this node has no children"),
                    None => finding.hint(format!("可用：{known}"), format!("allowed: {known}")),
                }
            } else if shape.children.contains(&name) {
                let earlier = nodes[..i].iter().any(|n| n.name().value() == name);
                let as_prop = parent.entries().iter().any(|e| e.name().is_some_and(|n| n.value() == name));
                if earlier || as_prop {
                    self.found.error("P013", place, format!("{name} 写了两次"), format!("{name} is written twice"));
                }
            }
        }
    }

    fn vet_props(&mut self, node: &KdlNode, shape: &Shape) {
        for (i, entry) in node.entries().iter().enumerate() {
            let Some(name) = entry.name().map(|n| n.value()) else { continue };
            let place = self.entry(entry);
            if shape.later.contains(&name) {
                self.unsupported(place, name);
            } else if !shape.props.contains(&name) {
                let near = nearest(name, shape.props.iter().copied());
                let known = shape.props.join(" ");
                let finding = self.found.error(
                    "P012",
                    place,
                    format!("{} 没有 {name}= 这个属性", shape.called(node)),
                    format!("{} has no property {name}=", shape.called(node)),
                );
                match near {
                    Some(near) => finding.hint(format!("是不是 {near}=？"), format!("did you mean {near}=?")),
                    None if shape.child_allowed(name) && !shape.open => {
                        finding.hint(format!("写成子节点：{{ {name} … }}"), format!("write it as a child: {{ {name} … }}"))
                    }
                    None if known.is_empty() => finding.hint("这个节点没有属性", "this node has no properties"),
                    None => finding.hint(format!("可用：{known}"), format!("allowed: {known}")),
                }
            } else if node.entries()[..i].iter().any(|e| e.name().is_some_and(|n| n.value() == name)) {
                self.found.error("P013", place, format!("{name} 写了两次"), format!("{name} is written twice"));
            }
        }
    }

    /// The language names it; this version does not carry it.
    pub(crate) fn unsupported(&mut self, place: crate::model::Place, name: &str) {
        self.found.error("P010", place, format!("本版尚不支持 {name}"), format!("this version does not yet carry {name}"));
    }
}
