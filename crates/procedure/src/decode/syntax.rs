//! Puts the KDL parser's faults into sentences.

use super::Reader;
use kdl::KdlError;

/// The most faults shown of one broken text; those after the first few follow from them.
const SHOWN: usize = 5;

/// What the parser's own words mean for the writer of a procedure: its beginning, sentence, hint.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("Found invalid node name", "这里应当是节点名", "节点名是一个词，例如 state、action；前一个节点要用换行或分号结束"),
    ("Found child block instead of node name", "花括号前面缺节点名", "花括号写在节点的同一行末尾"),
    ("No closing '}'", "花括号没有闭合", "在这一段末尾加上 }"),
    ("Closing '}'", "花括号没有闭合", "在这一段末尾加上 }"),
    ("Unexpected newline in single-line", "引号里不能换行", "把文字写在一行里"),
    ("Expected end of document", "文件到这里应当已经结束", "看看前面是不是多关了一个 }"),
    ("Expected identifier string", "这个词写得不对", "词里不能有 ( ) { } [ ] / \\ \" # ; = ；否则加引号"),
    ("Expected integer", "数字写得不对", "写成 7、30 这样的整数"),
    ("Expected quoted string", "文字写得不对", "文字放在一对英文双引号里"),
];

/// Reports what the parser found.
pub(super) fn report(reader: &mut Reader, error: &KdlError) {
    let mut shown = 0;
    let mut last_line = 0;
    for fault in &error.diagnostics {
        let place = reader.place(fault.span.offset(), fault.span.len());
        // Several faults of one line come from one mistake.
        if place.line == last_line || shown == SHOWN {
            continue;
        }
        (shown, last_line) = (shown + 1, place.line);
        let said = fault.message.as_deref().or(fault.label.as_deref()).unwrap_or("not KDL");
        let (zh, hint) = MEANINGS
            .iter()
            .find(|(begins, ..)| said.starts_with(begins))
            .map_or(("这里不合 KDL 的写法", "值里有空格、括号、等号或分号时要加引号"), |(_, zh, hint)| {
                (zh, hint)
            });
        let help = fault.help.clone().unwrap_or_else(|| "a value with spaces, brackets, = or ; needs quotes".to_owned());
        reader.found.error("P001", place, zh, said).hint(hint, help);
    }
    if shown == 0 {
        let place = reader.place(0, 0);
        reader.found.error("P001", place, "这不是 KDL 文件", "this is not a KDL file");
    }
}
