//! Puts the KDL parser's faults into sentences, at the node where they are.
//!
//! The parser reports a fault at the outermost block that it could not finish. Braces and quotes are known to be closed by
//! then, so each node's head can be read alone, which tells where the fault is.

use super::Reader;
use kdl::{KdlDiagnostic, KdlDocument, KdlError};
use std::ops::Range;

/// The most faults shown of one broken text.
const SHOWN: usize = 5;

/// What the parser's own words mean for the writer of a procedure: how they begin, sentence, hint, hint in English.
const MEANINGS: &[(&str, &str, &str, &str)] = &[
    (
        "Found invalid node name",
        "这里应当是节点名",
        "节点名是一个词，例如 state、action",
        "a node begins with a word such as state or action",
    ),
    ("Found child block", "花括号前面缺节点名", "花括号写在节点的同一行末尾", "the brace stands at the end of its node's line"),
    ("Expected property value", "等号后面缺值", "写成 名称=值", "write NAME=VALUE"),
    ("Expected end of document", "从这里起写得不对", QUOTE.0, QUOTE.1),
    ("Expected identifier string", "这个词写得不对", QUOTE.0, QUOTE.1),
    ("Expected integer", "数字写得不对", "写成 7、30 这样的整数", "write a whole number such as 7 or 30"),
    ("Expected quoted string", "文字写得不对", "文字放在一对英文双引号里", "a text stands between two quotes"),
];
const QUOTE: (&str, &str) =
    ("值里有空格或 ( ) { } [ ] / \\ \" # ; = 时要加引号", "a value with spaces or ( ) { } [ ] / \\ \" # ; = needs quotes");

/// Reports what the parser found, head by head; as it stands where no head is at fault.
pub(super) fn report(reader: &mut Reader, error: &KdlError, heads: &[Range<usize>]) {
    let mut faults: Vec<(usize, usize, KdlDiagnostic)> = Vec::new();
    for head in heads {
        let text = reader.text.get(head.clone()).unwrap_or_default();
        if let Some(fault) = KdlDocument::parse_v2(text).err().and_then(|e| e.diagnostics.into_iter().next()) {
            let lead = text.len() - text.trim_start().len();
            let offset = head.start + fault.span.offset().max(lead);
            let len = fault.span.len().min((head.start + text.trim_end().len()).saturating_sub(offset));
            faults.push((offset, len, fault));
        }
        if faults.len() == SHOWN {
            break;
        }
    }
    if faults.is_empty() {
        faults.extend(error.diagnostics.iter().take(1).map(|f| (f.span.offset(), f.span.len(), f.clone())));
    }
    for (offset, len, fault) in &faults {
        let place = reader.place(*offset, *len);
        let said = fault.message.as_deref().or(fault.label.as_deref()).unwrap_or("not KDL");
        let (_, zh, hint, help) =
            MEANINGS.iter().find(|(begins, ..)| said.starts_with(begins)).unwrap_or(&("", "这里不合 KDL 的写法", QUOTE.0, QUOTE.1));
        reader.found.error("P001", place, *zh, said).hint(*hint, *help);
    }
    if faults.is_empty() {
        let place = reader.place(0, 0);
        reader.found.error("P001", place, "这不是 KDL 文件", "this is not a KDL file");
    }
}
