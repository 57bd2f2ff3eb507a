//! The proofs against oracles that share no code with them.

use procedure::{Diagnostic, Summary, check, decode};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SMALL: &str = include_str!("../good/small.kdl");

fn findings(text: &str) -> Vec<Diagnostic> {
    let (dossier, found) = decode("any.kdl", text);
    let dossier = dossier.unwrap_or_else(|| panic!("{}", procedure::render(&found, text)));
    check(&dossier, law::Index::embedded(), &BTreeSet::new(), &[])
}

/// Every number and unit but the article's own is refused, at its line, with the article's figures.
#[test]
fn only_the_articles_own_figure_passes() {
    for unit in ["hour", "day", "workday", "month", "year"] {
        for n in 1..=40 {
            let found = findings(&SMALL.replace("within=7 unit=day", &format!("within={n} unit={unit}")));
            let right = n == 7 && unit == "day";
            assert_eq!(found.is_empty(), right, "{n} {unit}: {found:?}");
            if !right {
                let d = &found[0];
                assert_eq!((d.code, d.place.line), ("P105", 17), "{d:?}");
                assert!(d.message.zh.contains("第四十三条第一款") && d.message.zh.contains("七日"), "{}", d.message.zh);
            }
        }
    }
}

#[test]
fn a_planted_eight_is_told_with_the_articles_figures() {
    let text = SMALL.replace("within=7 unit=day cite=LAL:43.1@1", "within=8 unit=day cite=LAL:43.1");
    let found = findings(&text);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.zh.contains("第四十三条第一款写的是 七日、三日，这里写 8 日"), "{}", found[0].message.zh);
}

#[test]
fn the_summary_counts_what_stands_in_the_file() {
    let small = decode("small.kdl", SMALL).0.unwrap();
    let variants = decode("variants.kdl", include_str!("../good/variants.kdl")).0.unwrap();
    let sum = Summary::of(&[&small, &variants], law::Index::embedded(), 3);
    // One clock with one length; two clocks with two lengths each; one clock on a parameter.
    assert_eq!(sum, Summary { procedures: 2, clocks: 4, figures_verified: 5, statutes: 2, local_params: 2, scenarios: 3 });
    assert_eq!(sum.to_string(), "2 个程序 · 4 个期限 · 5 个数字核对无误（2 部法律）· 2 个本地参数 · 3 个情景");
}

/// Edges between states 0..n; state n-1 is the end.
fn procedure_of(n: usize, edges: &BTreeSet<(usize, usize)>) -> String {
    let mut text = String::from(
        "procedure p version=1 in-force-from=\"2023-09-01\" counting=civil-code {\n title \"试\" en=\"T\"\n law LAL \"法律援助法\" edition=\"2021\"\n role r \"甲\" en=\"R\" held-by=unit_kind\n action begin \"始\" en=\"B\" by=r to=s0 event=begun { from new; cite LAL:38 }\n",
    );
    for s in 0..n - 1 {
        text += &format!(
            " state s{s} \"环{s}\" en=\"S\" {{\n  open-ended \"无\" en=\"None\"\n  action stay{s} \"留\" en=\"Stay\" by=r event=stayed{s} {{ cite LAL:38 }}\n"
        );
        for (_, to) in edges.iter().filter(|(from, _)| *from == s) {
            text += &format!("  action a{s}_{to} \"移\" en=\"Move\" by=r to=s{to} event=e{s}_{to} {{ cite LAL:38 }}\n");
        }
        text += " }\n";
    }
    text + &format!(" end s{} \"终\" en=\"End\"\n}}\n", n - 1)
}

/// Which states reach which, by squaring the relation until it no longer grows.
fn closure(n: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<bool>> {
    let mut reach: Vec<Vec<bool>> = (0..n).map(|a| (0..n).map(|b| a == b || edges.contains(&(a, b))).collect()).collect();
    for k in 0..n {
        for a in 0..n {
            for b in 0..n {
                reach[a][b] |= reach[a][k] && reach[k][b];
            }
        }
    }
    reach
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn traps_and_unreached_states_are_those_of_the_graph(n in 2..7usize, raw in prop::collection::btree_set((0..6usize, 0..7usize), 0..12)) {
        let edges: BTreeSet<(usize, usize)> = raw.into_iter().filter(|(a, b)| *a < n - 1 && *b < n && a != b).collect();
        let reach = closure(n, &edges);
        let found = findings(&procedure_of(n, &edges));
        let told = |code: &str| found.iter().filter(|d| d.code == code).count();
        prop_assert_eq!(told("P201"), (0..n).filter(|s| !reach[0][*s]).count());
        prop_assert_eq!(told("P206"), (0..n - 1).filter(|s| reach[0][*s] && !reach[*s][n - 1]).count());
    }
}
