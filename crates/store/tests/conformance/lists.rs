//! Queues, lists and figures against a model that keeps everything in memory and looks at all of it.

use super::tell;
use crate::world::{BUREAU, START, Story, TODAY, stories, story_of};
use app::Library;
use app::ports::{Account, Change, Commit, CounterQuery, Interval, MarkQuery, MatterFilter, MatterRow, QueueQuery, Reach, SharedStore};
use engine::walk::Dice;
use engine::{Mark, Task, marks};
use kernel::{Actor, Date, Id, MatterId, OrgPath, Title};
use std::collections::{BTreeMap, BTreeSet};

/// No due day sorts last.
const NEVER: Date = Date::constant(9999, 12, 31);

fn last(story: &Story) -> &Change {
    &story.commits.last().unwrap().changes[0]
}

fn owner(task: &Task) -> String {
    task.account.as_ref().map_or_else(|| format!("{}@{}", task.role, task.unit), |a| format!("@{a}"))
}

fn some_day(dice: &mut Dice) -> Date {
    START.checked_add(jiff::Span::new().days(dice.below(240) as i64)).unwrap()
}

pub async fn queues_list_what_the_model_lists(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..150);
    tell(store, &stories).await;
    let work: Vec<(MatterId, &Task)> = stories.iter().flat_map(|s| last(s).tasks.iter().map(|t| (s.id, t))).collect();
    let owners: Vec<String> = work.iter().map(|(_, t)| owner(t)).collect::<BTreeSet<_>>().into_iter().collect();
    assert!(owners.len() > 4 && work.len() > 50, "the walks leave work: {}", work.len());
    let mut dice = Dice::new(1);
    for _ in 0..200 {
        let mut asked: Vec<String> = owners.iter().filter(|_| dice.below(2) == 0).cloned().collect();
        asked.push("nobody@/city".to_owned());
        asked.extend(asked.first().cloned());
        let due_before = (dice.below(3) == 0).then(|| some_day(&mut dice));
        let (offset, limit) = (dice.below(8) as u32, 1 + dice.below(20) as u32);
        let query = QueueQuery { owners: asked, waiting: dice.below(2) == 0, due_before, offset, limit };
        let mut expected: Vec<_> = work
            .iter()
            .filter(|(_, t)| query.owners.contains(&owner(t)) && t.waiting == query.waiting)
            .filter(|(_, t)| query.due_before.is_none_or(|before| t.due_on.is_some_and(|on| on < before)))
            .map(|(id, t)| (t.due_on.unwrap_or(NEVER), *id, t.role.clone(), t.kind.as_str().to_owned(), t.clock.clone(), t.state.clone()))
            .collect();
        expected.sort();
        let page = store.queue(BUREAU, &query).await.unwrap();
        assert_eq!(page.total, expected.len() as u64, "{query:?}");
        assert_eq!(store.queue_len(BUREAU, &query).await.unwrap(), page.total);
        let found: Vec<_> = page
            .rows
            .into_iter()
            .map(|r| (r.task.due_on.unwrap_or(NEVER), r.matter.id, r.task.role, r.task.kind, r.task.clock, r.task.state))
            .collect();
        assert_eq!(found, expected.into_iter().skip(offset as usize).take(limit as usize).collect::<Vec<_>>(), "{query:?}");
    }
}

pub async fn long_merges_keep_their_order(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..60);
    tell(store, &stories).await;
    let mut owners: Vec<String> = (0..150).map(|n| format!("nobody{n}@/city")).collect();
    owners.extend(stories.iter().flat_map(|s| last(s).tasks.iter().map(owner)));
    for waiting in [false, true] {
        let mut query = QueueQuery { owners: owners.clone(), waiting, due_before: None, offset: 0, limit: 1_000 };
        let all = store.queue(BUREAU, &query).await.unwrap();
        assert_eq!(all.rows.len() as u64, all.total);
        assert!(all.rows.is_sorted_by_key(|r| (r.task.due_on.unwrap_or(NEVER), r.matter.id)));
        (query.offset, query.limit) = (3, 5);
        let page = store.queue(BUREAU, &query).await.unwrap();
        assert_eq!(page.rows, all.rows.into_iter().skip(3).take(5).collect::<Vec<_>>());
    }
}

fn presses(commit: &Change) -> Option<Date> {
    commit.facts.due_on.filter(|_| !commit.facts.paused)
}

fn passes(filter: &MatterFilter, commit: &Change) -> bool {
    let (m, facts) = (&commit.after, &commit.facts);
    filter.reach.covers(&m.procedure.id, &m.unit)
        && filter.procedure.as_ref().is_none_or(|p| *p == m.procedure.id)
        && filter.state.as_ref().is_none_or(|s| Some(s) == m.main.as_ref())
        && filter.closed.is_none_or(|c| c == facts.closed)
        && filter.due_before.is_none_or(|before| presses(commit).is_some_and(|on| on < before))
        && filter.due_from.is_none_or(|from| presses(commit).is_some_and(|on| on >= from))
        && filter.holder.as_ref().is_none_or(|a| m.handlers.values().flatten().any(|h| h == a))
}

fn some_filter(dice: &mut Dice) -> MatterFilter {
    const PLACES: [&str; 7] = ["/city", "/city/east", "/city/west", "/city/east/a", "/city/east/b", "/city/west/a", "/nowhere"];
    const STATES: [&str; 6] = ["reviewing", "supplementing", "granted_state", "refused_end", "withdrawn_end", "final"];
    let mut sometimes = |n: u64| dice.below(n) == 0;
    let (procedure, state, closed) = (sometimes(2), sometimes(3), sometimes(2));
    let (before, from, newest, second, open, holder) = (sometimes(4), sometimes(5), sometimes(3), sometimes(2), sometimes(2), sometimes(6));
    let all_lines = sometimes(3);
    let mut reach = if all_lines { Reach::Units(Vec::new()) } else { Reach::default() };
    for _ in 0..if second { 3 } else { 1 } {
        let line = Id::from(*dice.pick(&["permit", "licence"]).unwrap());
        reach.add(&line, &OrgPath::new(dice.pick(&PLACES).unwrap()));
    }
    MatterFilter {
        reach,
        procedure: procedure.then(|| Id::from("permit")),
        state: state.then(|| Id::from(*dice.pick(&STATES).unwrap())),
        closed: closed.then_some(!open),
        due_before: before.then(|| some_day(dice)),
        due_from: from.then(|| some_day(dice)),
        text: None,
        identifier: None,
        holder: holder.then(|| Id::from("lin")),
        newest,
        offset: dice.below(6) as u32,
        limit: 1 + dice.below(25) as u32,
    }
}

pub async fn lists_list_what_the_model_lists(store: &SharedStore, library: &Library) {
    let mut stories = stories(library, 0..150);
    stories.extend((1_000..1_080).map(|seed| story_of(library, "licence", seed, None)));
    tell(store, &stories).await;
    let mut dice = Dice::new(2);
    let mut seen = 0;
    for _ in 0..600 {
        let filter = some_filter(&mut dice);
        let mut expected: Vec<&Change> = stories.iter().map(last).filter(|c| passes(&filter, c)).collect();
        if filter.newest && filter.due_before.is_none() && filter.due_from.is_none() {
            expected.sort_by_key(|c| std::cmp::Reverse((c.after.opened_on, c.after.id)));
        } else {
            expected.sort_by_key(|c| (presses(c).unwrap_or(NEVER), c.after.id));
        }
        let page = store.matters(BUREAU, &filter).await.unwrap();
        assert_eq!(page.total, expected.len() as u64, "{filter:?}");
        seen += page.rows.len();
        let wanted: Vec<MatterId> = expected.iter().map(|c| c.after.id).skip(filter.offset as usize).take(filter.limit as usize).collect();
        assert_eq!(page.rows.iter().map(|r| r.id).collect::<Vec<_>>(), wanted, "{filter:?}");
        for row in &page.rows {
            assert_shows(row, expected.iter().find(|c| c.after.id == row.id).unwrap());
        }
    }
    assert!(seen > 500, "the filters find something: {seen}");
    let nothing = MatterFilter { limit: 10, ..MatterFilter::default() };
    assert_eq!(store.matters(BUREAU, &nothing).await.unwrap().total, 0, "who has no reach sees nothing");
    let own = MatterFilter { holder: Some(Id::from("lin")), limit: 1_000, ..MatterFilter::default() };
    let held = stories.iter().filter(|s| last(s).after.handlers.values().flatten().any(|h| *h == "lin")).count();
    assert!(held > 0);
    assert_eq!(store.matters(BUREAU, &own).await.unwrap().total, held as u64, "one's own needs no unit");
    // A citizen sees what they are a party to, and nothing else.
    let citizen = Account {
        actor: Actor { account: Id::from("citizen"), unit: None, grants: Vec::new(), person: Some(stories[7].subject) },
        name: Title::new("演示", "Demo"),
        post: Title::default(),
        demo: true,
        credential: Default::default(),
    };
    store.put_account(BUREAU, &citizen).await.unwrap();
    let own = MatterFilter { holder: Some(Id::from("citizen")), limit: 10, ..MatterFilter::default() };
    let rows = store.matters(BUREAU, &own).await.unwrap().rows;
    assert_eq!(rows.iter().map(|r| r.id).collect::<Vec<_>>(), [stories[7].id]);
    let elsewhere = MatterFilter { reach: Reach::Units(vec![OrgPath::new("/nowhere")]), ..own };
    assert_eq!(store.matters(BUREAU, &elsewhere).await.unwrap().total, 0);
}

fn assert_shows(row: &MatterRow, commit: &Change) {
    let (m, facts) = (&commit.after, &commit.facts);
    assert!(row.number.is_some());
    assert_eq!((&row.procedure, &row.unit, Some(&row.state)), (&m.procedure.id, &m.unit, m.main.as_ref()));
    assert_eq!((row.opened_on, row.closed, row.due_on, row.paused), (m.opened_on, facts.closed, facts.due_on, facts.paused));
    assert_eq!((&row.due_clock, row.party, &row.kind, row.marked_on), (&facts.due_clock, facts.party, &facts.kind, None));
    let known = |h: &Id| m.handlers.values().flatten().chain(commit.tasks.iter().filter_map(|t| t.account.as_ref())).any(|a| a == h);
    assert!(row.handler.as_ref().map_or(m.handlers.is_empty(), known));
}

pub async fn figures_equal_the_lists_behind_them(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..120);
    tell(store, &stories).await;
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    let all: Vec<(&Story, Mark)> = stories.iter().flat_map(|s| marks(&frame, &last(s).after).into_iter().map(move |m| (s, m))).collect();
    let measures: BTreeSet<Id> = all.iter().map(|(_, m)| m.measure.clone()).collect();
    assert!(measures.len() > 8, "{measures:?}");
    let mut dice = Dice::new(3);
    for measure in &measures {
        let standing = measure.as_str().starts_with("state:");
        let half = Interval { from: some_day(&mut dice), to: TODAY };
        for days in [None, Some(half)] {
            let days = days.filter(|_| !standing);
            let within = |m: &Mark| m.measure == *measure && days.is_none_or(|i| i.from <= m.day && m.day <= i.to);
            let mut by_unit: BTreeMap<OrgPath, i64> = BTreeMap::new();
            all.iter().filter(|(_, m)| within(m)).for_each(|(s, _)| *by_unit.entry(last(s).after.unit.clone()).or_default() += 1);
            let asked = vec![(Id::from("permit"), measure.clone())];
            let query = CounterQuery { measures: asked.clone(), days, by_month: false };
            let sums = store.counters(BUREAU, &query).await.unwrap();
            assert_eq!(sums.iter().map(|c| (c.unit.clone(), c.count)).collect::<BTreeMap<_, _>>(), by_unit, "{query:?}");
            let monthly = store.counters(BUREAU, &CounterQuery { by_month: true, ..query }).await.unwrap();
            assert_eq!(monthly.iter().map(|c| c.count).sum::<i64>(), by_unit.values().sum::<i64>());
            assert!(monthly.iter().all(|c| c.month.is_none() == standing && c.month.is_none_or(|m| m.day() == 1)));
            let reach = Reach::Units(vec![OrgPath::new("/city/east")]);
            let east = MarkQuery { measures: asked, reach: reach.clone(), days, offset: 0, limit: 1_000 };
            let page = store.marked(BUREAU, &east).await.unwrap();
            let mut expected: Vec<_> =
                all.iter().filter(|(s, m)| within(m) && reach.touches(&last(s).after.unit)).map(|(s, m)| (m.day, s.id)).collect();
            expected.sort_by(|a, b| b.cmp(a));
            assert_eq!(page.total, expected.len() as u64);
            assert_eq!(page.rows.iter().map(|r| (r.marked_on.unwrap(), r.id)).collect::<Vec<_>>(), expected);
            let mut other = Reach::default();
            other.add(&Id::from("licence"), &OrgPath::new("/city"));
            let page = store.marked(BUREAU, &MarkQuery { reach: other, ..east }).await.unwrap();
            assert_eq!((page.total, page.rows.len()), (0, 0), "another line of work opens none of them");
        }
    }
}

pub async fn clocks_that_fire_are_found(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..150);
    tell(store, &stories).await;
    let mut expected: Vec<(Date, MatterId)> = stories
        .iter()
        .flat_map(|s| {
            last(s).after.clocks.iter().filter(|i| i.running() && i.fires && i.paused_since.is_none()).map(|i| (i.due_on.unwrap(), s.id))
        })
        .collect();
    expected.sort();
    assert!(!expected.is_empty(), "some objection period still runs");
    let late = TODAY.checked_add(jiff::Span::new().days(3)).unwrap();
    for day in [START, TODAY, late, Date::constant(2030, 1, 1)] {
        let found = store.lapsing(BUREAU, day, 1_000).await.unwrap();
        let mut wanted: Vec<MatterId> = Vec::new();
        for (_, id) in expected.iter().filter(|(on, _)| *on < day) {
            if !wanted.contains(id) {
                wanted.push(*id);
            }
        }
        assert_eq!(found, wanted);
        assert_eq!(store.lapsing(BUREAU, day, 1).await.unwrap(), wanted[..wanted.len().min(1)]);
    }
}

pub async fn counting_stops_at_the_cap(store: &SharedStore, library: &Library) {
    let openings: Vec<Commit> = stories(library, 0..1_100).into_iter().map(|mut s| s.commits.remove(0)).collect();
    store.bulk(BUREAU, openings).await.unwrap();
    let owners = ["/city/east/a", "/city/east/b", "/city/west/a"].map(|unit| format!("clerk@{unit}")).to_vec();
    let far = Some(Date::constant(2030, 1, 1));
    let query = QueueQuery { owners, waiting: false, due_before: far, offset: 0, limit: 5 };
    assert_eq!(store.queue(BUREAU, &query).await.unwrap().total, 1_000, "1,000 stands for 1,000 or more");
    assert_eq!(store.queue_len(BUREAU, &QueueQuery { due_before: None, ..query }).await.unwrap(), 1_100);
    let filter = MatterFilter { reach: Reach::Units(vec![OrgPath::new("/city")]), due_before: far, limit: 5, ..MatterFilter::default() };
    assert_eq!(store.matters(BUREAU, &filter).await.unwrap().total, 1_000);
    assert_eq!(store.matters(BUREAU, &MatterFilter { due_before: None, ..filter }).await.unwrap().total, 1_100);
}

/// Every matter once, page after page, as it stands: what is derived anew from them rests on it.
pub async fn matters_are_handed_out_whole(store: &SharedStore, library: &Library) {
    let stories = stories(library, 0..60);
    tell(store, &stories).await;
    for closed in [false, true] {
        let (mut after, mut found) = (None, BTreeMap::new());
        loop {
            let page = store.bodies(BUREAU, after, closed, 7).await.unwrap();
            assert!(page.is_sorted_by_key(|m| m.id) && page.iter().all(|m| Some(m.id) > after));
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            found.extend(page.iter().map(|m| (m.id, serde_json::from_str::<engine::Matter>(&m.body).unwrap())));
        }
        let told: BTreeMap<MatterId, _> =
            stories.iter().map(last).filter(|c| closed || !c.facts.closed).map(|c| (c.after.id, &c.after)).collect();
        assert_eq!(found.keys().collect::<Vec<_>>(), told.keys().collect::<Vec<_>>());
        for (id, matter) in told {
            let number = found[&id].number.clone();
            assert_eq!(found[&id], engine::Matter { number, ..matter.clone() }, "the number is the store's to give");
        }
    }
}
