//! Exhaustive walk, dates left out: main state × track states × choices × events that something waits for.
//!
//! Rules are taken to say yes, and a lapse may come wherever its clock may run. From every situation that comes up there must
//! be a way to an end; if not, the shortest way into the trap is told.

use super::{Case, reach};
use crate::diagnostic::Findings;
use crate::model::{Action, ChoiceSource, FieldKind, From, Procedure};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Situations looked at before the walk gives up.
const MOST: usize = 100_000;

/// One situation. Indices into the walk's lists; `None`: not running, or not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct At {
    main: u16,
    tracks: Vec<Option<u16>>,
    values: Vec<Option<u16>>,
    happened: u128,
}

pub(super) fn check(case: &Case, found: &mut Findings) {
    let sound = case.p.actions.iter().any(Action::opens_matter) && case.p.states.values().any(|s| s.end && s.track.is_none());
    if !sound {
        return;
    }
    let walk = Walk::new(case);
    let Some(map) = walk.explore() else {
        found.warn(
            "P504",
            case.p.states.values().map(|s| s.place).next().unwrap_or_default(),
            format!("情形超过 {MOST} 种，没有走完"),
            format!("more than {MOST} situations; not all were walked"),
        );
        return;
    };
    walk.traps(&map, found);
}

/// Everything that was reached, with the way there.
struct Map {
    seen: Vec<At>,
    /// The situation and step from which each was first reached.
    way: Vec<Option<(usize, Id)>>,
    back: Vec<Vec<usize>>,
}

struct Walk<'a> {
    case: &'a Case<'a>,
    states: Vec<&'a Id>,
    number: BTreeMap<&'a Id, u16>,
    tracks: Vec<&'a Id>,
    /// Choices on which an action's offer depends.
    choices: Vec<(&'a Id, Vec<&'a Id>)>,
    /// Events that something needs, and acts that can be done once: one bit each.
    bits: BTreeMap<&'a Id, u32>,
}

impl<'a> Walk<'a> {
    fn new(case: &'a Case<'a>) -> Self {
        let p: &'a Procedure = case.p;
        let states: Vec<&Id> = p.states.keys().collect();
        let number = states.iter().zip(0u16..).map(|(id, n)| (*id, n)).collect();
        let conditions: BTreeSet<&Id> = p.actions.iter().flat_map(|a| a.only.iter().chain(a.needs.iter().flat_map(|n| &n.only))).collect();
        let deciding = p.choices.values().filter(|c| c.values.iter().any(|v| conditions.contains(&v.id)));
        let choices = deciding.map(|c| (&c.id, c.values.iter().map(|v| &v.id).collect())).collect();
        let needed = p.actions.iter().flat_map(|a| a.needs.iter().flat_map(|n| &n.events));
        let once = p.actions.iter().filter(|a| a.once).map(|a| &a.id);
        let marked: BTreeSet<&Id> = needed.chain(once).collect();
        let bits = marked.into_iter().zip(0..128).collect();
        Self { case, states, number, tracks: p.tracks.keys().collect(), choices, bits }
    }

    fn explore(&self) -> Option<Map> {
        let mut map = Map { seen: Vec::new(), way: Vec::new(), back: Vec::new() };
        let mut index: HashMap<At, usize> = HashMap::new();
        let mut queue = VecDeque::new();
        for (step, at) in self.openings() {
            self.arrive(&mut map, &mut index, &mut queue, None, step, at);
        }
        while let Some(here) = queue.pop_front() {
            if map.seen.len() > MOST {
                return None;
            }
            for (step, at) in self.steps(&map.seen[here].clone()) {
                self.arrive(&mut map, &mut index, &mut queue, Some(here), step, at);
            }
        }
        Some(map)
    }

    fn arrive(&self, map: &mut Map, index: &mut HashMap<At, usize>, queue: &mut VecDeque<usize>, from: Option<usize>, step: &Id, at: At) {
        let next = map.seen.len();
        let to = *index.entry(at).or_insert_with_key(|at| {
            map.seen.push(at.clone());
            map.way.push(Some((from.unwrap_or(usize::MAX), step.clone())));
            map.back.push(Vec::new());
            queue.push_back(next);
            next
        });
        map.back[to].extend(from);
    }

    /// Every way into a matter, for every answer that rules may give of it.
    fn openings(&self) -> Vec<(&'a Id, At)> {
        let p = self.case.p;
        let mut starts = vec![At { main: 0, tracks: vec![None; self.tracks.len()], values: vec![None; self.choices.len()], happened: 0 }];
        for (i, (id, values)) in self.choices.iter().enumerate() {
            let Some(choice) = p.choices.get(*id) else { continue };
            if matches!(choice.source, ChoiceSource::Rule(_)) {
                starts = starts.iter().flat_map(|s| (0..values.len()).map(move |v| s.with_value(i, u16::try_from(v).ok()))).collect();
            } else if let Some(default) = &choice.default {
                let at = values.iter().position(|v| *v == default).and_then(|v| u16::try_from(v).ok());
                starts = starts.iter().map(|s| s.with_value(i, at)).collect();
            }
        }
        let opening = p.actions.iter().filter(|a| a.opens_matter());
        opening
            .flat_map(|a| {
                starts.iter().filter(|s| self.holds(s, &a.only)).flat_map(|s| self.done(s, a)).map(|at| (&a.id, at)).collect::<Vec<_>>()
            })
            .collect()
    }

    fn steps(&self, at: &At) -> Vec<(&'a Id, At)> {
        let p = self.case.p;
        let mut next: Vec<(&Id, At)> = Vec::new();
        for action in p.actions.iter().filter(|a| self.offered(at, a)) {
            next.extend(self.done(at, action).into_iter().map(|to| (&action.id, to)));
        }
        for clock in p.clocks.iter().filter(|c| self.holds(at, &c.only)) {
            let Some(lapse) = &clock.lapse else { continue };
            if self.stands_in(at).any(|s| self.case.reach.runs_in(&clock.id, s)) {
                let mut to = at.clone();
                self.mark(&mut to, &lapse.event);
                lapse.to.iter().for_each(|s| self.enter(&mut to, s));
                next.push((&clock.id, to));
            }
        }
        next
    }

    fn stands_in(&self, at: &At) -> impl Iterator<Item = &'a Id> {
        let all: Vec<u16> = std::iter::once(at.main).chain(at.tracks.iter().copied().flatten()).collect();
        let states = self.states.clone();
        all.into_iter().filter_map(move |n| states.get(usize::from(n)).copied())
    }

    fn offered(&self, at: &At, action: &Action) -> bool {
        let from = action.from.iter().any(|f| matches!(f, From::State(s) if self.stands_in(at).any(|here| here == s)));
        let needs = action.needs.iter().filter(|n| self.holds(at, &n.only)).all(|n| {
            let has = |e: &Id| self.bits.get(e).is_none_or(|b| at.happened & (1 << b) != 0);
            if n.any { n.events.iter().any(has) } else { n.events.iter().all(has) }
        });
        let ended = action.ended.iter().all(|t| {
            let track = self.tracks.iter().position(|id| *id == t);
            let state = track.and_then(|i| at.tracks[i]).and_then(|n| self.states.get(usize::from(n)));
            state.is_none_or(|s| self.case.p.states[*s].end)
        });
        let again = !action.once || self.bits.get(&action.id).is_none_or(|b| at.happened & (1 << b) == 0);
        from && needs && ended && again && self.holds(at, &action.only)
    }

    /// Whether one of the values is chosen; no condition always holds. Choices the walk does not follow are taken to fit.
    fn holds(&self, at: &At, only: &[Id]) -> bool {
        only.is_empty()
            || only.iter().any(|value| {
                let place = self.choices.iter().enumerate().find_map(|(i, (_, vs))| vs.iter().position(|v| *v == value).map(|v| (i, v)));
                place.is_none_or(|(i, v)| at.values[i].map(usize::from) == Some(v))
            })
    }

    /// What an action leads to: one situation for each combination of answers to the choices that its forms ask.
    fn done(&self, at: &At, action: &Action) -> Vec<At> {
        let mut to = at.clone();
        self.mark(&mut to, &action.event);
        if action.once {
            self.mark(&mut to, &action.id);
        }
        // Service is always possible once a paper is issued; the walk takes it to come at once.
        for paper in action.papers.iter().filter(|d| self.holds(at, &d.only)) {
            self.mark(&mut to, &format!("{}.served", paper.paper).into());
        }
        action.to.iter().for_each(|s| self.enter(&mut to, s));
        let mut all = vec![to];
        for (i, (id, values)) in self.choices.iter().enumerate() {
            if let Some(v) = values.iter().position(|v| action.sets.contains(v)) {
                all = all.iter().map(|s| s.with_value(i, u16::try_from(v).ok())).collect();
            }
            let asked = reach::forms(self.case.p, action)
                .flat_map(|f| &f.sections)
                .flat_map(|s| &s.fields)
                .find(|f| matches!(&f.kind, FieldKind::Choice(c) if c == *id));
            if let Some(field) = asked {
                let skipped = (!field.required || !field.only.is_empty()).then(|| all.clone());
                all = all.iter().flat_map(|s| (0..values.len()).map(move |v| s.with_value(i, u16::try_from(v).ok()))).collect();
                all.extend(skipped.into_iter().flatten());
            }
        }
        all
    }

    fn mark(&self, at: &mut At, id: &Id) {
        if let Some(bit) = self.bits.get(id) {
            at.happened |= 1 << bit;
        }
    }

    /// Moves the run of the state; the main run's end closes the tracks that do not outlive it.
    fn enter(&self, at: &mut At, state: &Id) {
        let (Some(n), Some(s)) = (self.number.get(state), self.case.p.states.get(state)) else { return };
        let Some(track) = &s.track else {
            at.main = *n;
            if s.end {
                let outlives = |id: &Id| self.case.p.tracks.get(id).is_some_and(|t| t.outlives);
                at.tracks.iter_mut().zip(&self.tracks).filter(|(_, id)| !outlives(id)).for_each(|(t, _)| *t = None);
            }
            return;
        };
        if let Some(i) = self.tracks.iter().position(|id| *id == track) {
            at.tracks[i] = Some(*n);
        }
    }

    fn traps(&self, map: &Map, found: &mut Findings) {
        let main_ended = |at: &At| self.case.p.states[self.states[usize::from(at.main)]].end;
        let free = reaching(map, main_ended);
        let mut told: BTreeSet<u16> = BTreeSet::new();
        for (i, at) in map.seen.iter().enumerate() {
            if !free[i] && told.insert(at.main) {
                self.tell(map, i, self.states[usize::from(at.main)], found);
            }
        }
        for (t, track) in self.tracks.iter().enumerate() {
            if !self.case.p.tracks[*track].outlives {
                continue;
            }
            let ended = |at: &At| at.tracks[t].is_none_or(|n| self.case.p.states[self.states[usize::from(n)]].end);
            let free = reaching(map, ended);
            let mut told: BTreeSet<u16> = BTreeSet::new();
            for (i, at) in map.seen.iter().enumerate() {
                if let (false, Some(n)) = (free[i], at.tracks[t])
                    && told.insert(n)
                {
                    self.tell(map, i, self.states[usize::from(n)], found);
                }
            }
        }
    }

    fn tell(&self, map: &Map, trap: usize, state: &Id, found: &mut Findings) {
        let mut way = Vec::new();
        let mut here = trap;
        while let Some(Some((from, step))) = map.way.get(here) {
            way.push(self.case.p.action(step.as_str()).map_or_else(|| step.to_string(), |a| a.title.zh.clone()));
            here = *from;
        }
        way.reverse();
        let at = &map.seen[trap];
        let value =
            |id: &Id| self.case.p.choice_of(id.as_str()).and_then(|c| c.values.iter().find(|v| v.id == *id)).map(|v| v.title.zh.as_str());
        let known = at.values.iter().zip(&self.choices).filter_map(|(v, (_, vs))| v.and_then(|v| vs.get(usize::from(v))));
        let values: Vec<&str> = known.filter_map(|id| value(id)).collect();
        let when = if values.is_empty() { String::new() } else { format!("（{}）", values.join("、")) };
        let state = &self.case.p.states[state];
        found
            .error(
                "P206",
                state.place,
                format!("走到“{}”{when}就再也到不了终点：{}", state.title.zh, way.join(" → ")),
                format!("from {} no end can be reached", state.id),
            )
            .hint("给这种情形写一个出口", "write a way out of this situation");
    }
}

impl At {
    fn with_value(&self, choice: usize, value: Option<u16>) -> Self {
        let mut next = self.clone();
        next.values[choice] = value;
        next
    }
}

/// Which situations can come to one of the good ones.
fn reaching(map: &Map, good: impl Fn(&At) -> bool) -> Vec<bool> {
    let mut free: Vec<bool> = map.seen.iter().map(&good).collect();
    let mut queue: VecDeque<usize> = (0..free.len()).filter(|i| free[*i]).collect();
    while let Some(here) = queue.pop_front() {
        for before in &map.back[here] {
            if !free[*before] {
                free[*before] = true;
                queue.push_back(*before);
            }
        }
    }
    free
}
