//! What several tests need: the partition check and the real plan.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use plan::{Node, NodeKind, Plan, Source, Span};

/// Every byte lies in exactly one node, blanks hold nothing, and the outline's spans are the nodes'.
pub fn assert_partition(text: &str, plan: &Plan) {
    let mut at = 0;
    for Node { kind, span } in &plan.nodes {
        assert_eq!(span.start, at, "gap or overlap before {kind:?} {:?}", text.get(span.start..span.end));
        assert!(span.end > span.start && text.is_char_boundary(span.end), "{kind:?}");
        if *kind == NodeKind::Blank {
            let ink = text[span.start..span.end]
                .chars()
                .find(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'));
            assert_eq!(ink, None, "lost: {:?}", &text[span.start..span.end]);
        }
        at = span.end;
    }
    assert_eq!(at, text.len(), "the end is in no node");
    let mut nodes: Vec<Span> = of(plan, NodeKind::Task);
    nodes.extend(of(plan, NodeKind::Preamble));
    nodes.sort();
    let mut tasks: Vec<Span> = plan.tasks().map(|t| t.span).collect();
    tasks.sort();
    assert_eq!(tasks, nodes, "tasks and their nodes differ");
    for task in plan.tasks() {
        assert_eq!(task.span.of(text), task.text);
        for q in &task.quantities {
            assert!(task.span.contains(q.span), "{q:?} outside {task:?}");
            assert_eq!(q.span.of(text), q.text);
        }
        for name in &task.names {
            assert!(task.span.contains(name.span), "{name:?}");
        }
        for clause in &task.clauses {
            assert!(task.span.contains(clause.span) && clause.span.of(text) == clause.text, "{clause:?}");
        }
    }
    let keys: std::collections::HashSet<&str> = plan.tasks().map(|t| t.key.as_str()).collect();
    assert_eq!(keys.len(), plan.tasks().count(), "keys repeat");
}

fn of(plan: &Plan, kind: NodeKind) -> Vec<Span> {
    plan.nodes.iter().filter(|n| n.kind == kind).map(|n| n.span).collect()
}

/// The real plan, which is not in the repository; `None` where it is not at hand.
pub fn real_plan() -> Option<Source> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/plans/wuhai-2026.txt");
    match std::fs::read(path) {
        Ok(bytes) => Some(plan::read("wuhai-2026.txt", &bytes).unwrap()),
        Err(_) if std::env::var_os("SINAN_REQUIRE_SHARED").is_some_and(|v| v == "1") => panic!("{path} is missing"),
        Err(_) => {
            println!("skipped: the real plan is not at hand");
            None
        }
    }
}
