//! The walk that leaves out what can always be met beside the main run, against the walk of everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Map, Rules, World, aside, seeds, traps};
use crate::diagnostic::Findings;
use crate::model::Procedure;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What an act waits for.
#[derive(Clone, Copy, Debug)]
enum Guard {
    Nothing,
    Fact(usize),
    Either(usize, usize),
    TrackEnded,
    ChildClosed,
    Value(usize),
    FactFor(usize, usize),
}

#[derive(Clone, Debug)]
struct Drawn {
    states: usize,
    moves: Vec<(usize, usize, Guard)>,
    /// Where an act yields each fact, whether once, and what it waits for.
    facts: Vec<(BTreeSet<usize>, bool, Guard)>,
    /// Where the track begins, and what its last act waits for.
    track: (BTreeSet<usize>, Guard),
    child: BTreeSet<usize>,
    /// Where a paper is issued; for one choice only; its service is the fact 3.
    paper: (BTreeSet<usize>, Option<usize>),
    /// What starts and stops a clock, where its lapse leads; the lapse is the fact 4. It may stand still in the overlay.
    clock: (usize, usize, Option<usize>, bool),
    /// States between which an overlay is laid; where it leads out for good.
    overlay: (usize, Option<usize>),
}

fn guard() -> impl Strategy<Value = Guard> {
    prop_oneof![
        3 => Just(Guard::Nothing),
        3 => (0..5usize).prop_map(Guard::Fact),
        1 => (0..5usize, 0..5usize).prop_map(|(a, b)| Guard::Either(a, b)),
        2 => Just(Guard::TrackEnded),
        1 => Just(Guard::ChildClosed),
        1 => (0..2usize).prop_map(Guard::Value),
        1 => (0..5usize, 0..2usize).prop_map(|(f, v)| Guard::FactFor(f, v)),
    ]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (3..6usize).prop_flat_map(|n| {
        let some = move || prop::collection::btree_set(0..n - 1, 0..n - 1);
        let facts = prop::collection::vec((some(), any::<bool>(), guard()), 3);
        let moves = prop::collection::vec((0..n - 1, 0..n, guard()), 2..10);
        let track = (some(), guard());
        let paper = (some(), prop::option::of(0..2usize));
        let clock = (0..3usize, 0..3usize, prop::option::of(0..n), any::<bool>());
        let overlay = (0..n - 1, prop::option::of(0..n));
        (moves, facts, track, some(), paper, clock, overlay).prop_map(move |(moves, facts, track, child, paper, clock, overlay)| Drawn {
            states: n,
            moves,
            facts,
            track,
            child,
            paper,
            clock,
            overlay,
        })
    })
}

const FACTS: [&str; 5] = ["f0", "f1", "f2", "note.served", "late"];

fn written(guard: Guard) -> String {
    match guard {
        Guard::Nothing => String::new(),
        Guard::Fact(f) => format!("needs {}; ", FACTS[f]),
        Guard::Either(a, b) => format!("needs {} {} any=#true; ", FACTS[a], FACTS[b]),
        Guard::TrackEnded => "ended side; ".into(),
        Guard::ChildClosed => "ended inner; ".into(),
        Guard::Value(v) => format!("only v{v}; "),
        Guard::FactFor(f, v) => format!("needs {} only=v{v}; ", FACTS[f]),
    }
}

fn from(states: &BTreeSet<usize>) -> Option<String> {
    (!states.is_empty()).then(|| states.iter().map(|s| format!(" s{s}")).collect())
}

fn text(d: &Drawn) -> String {
    let mut t = String::from(
        "procedure p version=1 in-force-from=\"2023-09-01\" counting=civil-code {\n title \"试\" en=\"T\"\n law LAL \"法律援助法\" edition=\"2021\"\n role r \"甲\" en=\"R\" held-by=unit_kind\n choice k \"选\" en=\"K\" { v0 \"一\" en=\"One\"; v1 \"二\" en=\"Two\" }\n",
    );
    let mut act = |id: String, head: &str, body: &str| t += &format!(" action {id} \"办\" en=\"Do\" by=r {head} {{ {body}cite LAL:38 }}\n");
    act("begin".into(), "to=s0 event=begun", "from new; form { field k \"选\" en=\"K\" type=choice of=k required=#true }; ");
    for (i, (a, b, guard)) in d.moves.iter().enumerate() {
        act(format!("m{i}"), &format!("to=s{b} event=moved{i}"), &format!("from s{a}; {}", written(*guard)));
    }
    for (i, (states, once, guard)) in d.facts.iter().enumerate() {
        if let Some(from) = from(states) {
            act(format!("a{i}"), &format!("event=f{i} once=#{once}"), &format!("from{from}; {}", written(*guard)));
        }
    }
    if let Some(from) = from(&d.paper.0) {
        let only = d.paper.1.map(|v| format!(" only=v{v}")).unwrap_or_default();
        act("issue".into(), "event=issued", &format!("paper note{only}; from{from}; "));
    }
    if let Some(from) = from(&d.child) {
        act("open".into(), "event=inner_begun", &format!("opens inner child=#true; from{from}; "));
    }
    let (below, out) = &d.overlay;
    act("lay".into(), "to=over event=laid", &format!("from s{below}; "));
    match out {
        Some(s) => act("leave".into(), &format!("to=s{s} event=left"), "from over; "),
        None => act("leave".into(), "to=back event=left", "from over; "),
    }
    // Facts that nothing yields must be known all the same.
    let unyielded = d.facts.iter().enumerate().filter(|(_, f)| f.0.is_empty());
    unyielded.for_each(|(i, _)| act(format!("a{i}"), &format!("event=f{i}"), "from nowhere; "));
    let (start, stop, to, pauses) = d.clock;
    let to = to.map(|s| format!(" to=s{s}")).unwrap_or_default();
    let pause = if pauses { "; pauses in=over cite=LAL:38" } else { "" };
    t += &format!(
        " clock run \"限\" en=\"Run\" binds=r within=7 unit=day cite=LAL:43.1@1 {{ starts f{start}; stops f{stop}{pause}; lapse late{to} for=r cite=LAL:38 }}\n"
    );
    t += " paper note \"书\" en=\"Note\" to=r cite=LAL:38\n";
    let entry = from(&d.track.0).unwrap_or_else(|| " nowhere".into());
    t += &format!(
        " track side \"线\" en=\"Side\" {{\n action start \"始\" en=\"Start\" by=r to=on event=started {{ from{entry}; cite LAL:38 }}\n state on \"行\" en=\"On\" {{ open-ended \"无\" en=\"None\"; action finish \"终\" en=\"Finish\" by=r to=off event=finished {{ {}cite LAL:38 }} }}\n end off \"终\" en=\"Off\"\n }}\n",
        written(d.track.1)
    );
    for s in 0..d.states - 1 {
        t += &format!(
            " state s{s} \"环{s}\" en=\"S\" {{ open-ended \"无\" en=\"None\"; action stay{s} \"留\" en=\"Stay\" by=r event=stayed{s} {{ cite LAL:38 }} }}\n"
        );
    }
    t += " state nowhere \"无\" en=\"No\" { open-ended \"无\" en=\"None\" }\n overlay over \"叠\" en=\"Over\" { open-ended \"无\" en=\"None\"; action wait \"等\" en=\"Wait\" by=r event=waited { cite LAL:38 } }\n";
    t += &format!(" end s{} \"终\" en=\"End\"\n}}\n", d.states - 1);
    t + "procedure inner version=1 in-force-from=\"2023-09-01\" counting=civil-code child-of=p {\n title \"内\" en=\"Inner\"\n role r \"甲\" en=\"R\" held-by=unit_kind\n action begin \"始\" en=\"B\" by=r to=i0 event=i_begun { from new; cite LAL:38 }\n state i0 \"内\" en=\"I\" { open-ended \"无\" en=\"None\"; action i_end \"终\" en=\"E\" by=r to=i1 event=i_ended { cite LAL:38 } }\n end i1 \"终\" en=\"End\"\n}\n"
}

/// The states of the main run in which a matter may be caught.
fn caught(p: &Procedure, whole: bool) -> BTreeSet<usize> {
    let (rules, followed) = if whole {
        let rules = Rules::new(p, None);
        let everything = rules.everything();
        (rules, everything)
    } else {
        aside::relaxed(p, None, &seeds(p))
    };
    let world = World::new(rules, &followed).unwrap();
    let map = Map::explore(&world, 1_000_000);
    let mut found = Findings::new("any");
    traps::check(&world, &map, &mut found);
    found.sorted().into_iter().filter(|d| d.code == "P206").map(|d| d.place.offset).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_out_hides_no_trap_and_makes_none(d in drawn()) {
        let text = text(&d);
        let (whole, reduced) = both(&text);
        prop_assert_eq!(whole, reduced, "{}", text);
    }
}

/// Where a matter is caught when everything is followed, and when only what matters is.
fn both(text: &str) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (dossier, found) = crate::decode("any.kdl", text);
    let dossier = dossier.unwrap_or_else(|| panic!("{}", crate::render(&found, text)));
    let p = &dossier.procedures[0];
    (caught(p, true), caught(p, false))
}

/// Found by chance after many green runs: the only way on is the lapse of the clock that the very act waited for has started.
#[test]
fn an_act_waited_for_that_starts_a_clock_is_followed() {
    let drawn = Drawn {
        states: 4,
        moves: vec![(0, 1, Guard::Fact(1)), (1, 1, Guard::Nothing)],
        facts: vec![
            (BTreeSet::new(), false, Guard::Nothing),
            (BTreeSet::from([0]), false, Guard::Nothing),
            (BTreeSet::new(), false, Guard::Nothing),
        ],
        track: (BTreeSet::new(), Guard::Nothing),
        child: BTreeSet::new(),
        paper: (BTreeSet::new(), None),
        clock: (1, 0, Some(2), false),
        overlay: (2, Some(3)),
    };
    assert_eq!(both(&text(&drawn)), (BTreeSet::new(), BTreeSet::new()));
}
