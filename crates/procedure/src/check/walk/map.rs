//! All situations that come about, breadth first, and ways among them.

use super::layout::Key;
use super::world::World;
use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// A step of a situation: where it leads and which it is.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) to: u32,
    pub(super) step: u16,
}

/// Everything that was reached.
pub(super) struct Map {
    pub(super) keys: Vec<Key>,
    /// The situation (none for an opening) and the step from which each was first reached.
    way: Vec<(Option<u32>, u16)>,
    /// Where the edges of each begin; one longer than `keys`.
    begins: Vec<u32>,
    edges: Vec<Edge>,
    before: OnceCell<Before>,
    /// How matters begin.
    pub(super) openings: Vec<Edge>,
    /// Whether all were looked at.
    pub(super) whole: bool,
}

impl Map {
    /// Explores until all is seen, or more than `most` situations or fifty times as many steps have come up.
    pub(super) fn explore(world: &World<'_>, most: usize) -> Self {
        let mut map = Self {
            keys: Vec::new(),
            way: Vec::new(),
            begins: vec![0],
            edges: Vec::new(),
            before: OnceCell::new(),
            openings: Vec::new(),
            whole: true,
        };
        let mut index: HashMap<Key, u32, BuildHasherDefault<Mix>> = HashMap::default();
        for (step, key) in world.openings() {
            let to = map.arrive(&mut index, None, step, key);
            map.openings.push(Edge { to, step: u16::try_from(step).unwrap_or(u16::MAX) });
        }
        let mut here = 0;
        while here < map.keys.len() {
            if map.keys.len() > most || map.edges.len() / 50 > most {
                map.whole = false;
                return map;
            }
            let key = map.keys[here];
            for step in 0..world.moves.len() {
                if world.possible(step, key) {
                    world.take(&world.moves[step], key, &mut |to| {
                        let to = map.arrive(&mut index, u32::try_from(here).ok(), step, to);
                        map.edges.push(Edge { to, step: u16::try_from(step).unwrap_or(u16::MAX) });
                    });
                }
            }
            map.begins.push(u32::try_from(map.edges.len()).unwrap_or(u32::MAX));
            here += 1;
        }
        map
    }

    fn arrive(&mut self, index: &mut HashMap<Key, u32, BuildHasherDefault<Mix>>, from: Option<u32>, step: usize, key: Key) -> u32 {
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let at = *index.entry(key).or_insert(next);
        if at == next {
            self.keys.push(key);
            self.way.push((from, u16::try_from(step).unwrap_or(u16::MAX)));
        }
        at
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn steps(&self) -> usize {
        self.edges.len()
    }

    /// What may happen in a situation.
    pub(super) fn from(&self, at: usize) -> &[Edge] {
        let (begin, end) = (self.begins[at] as usize, self.begins[at + 1] as usize);
        &self.edges[begin..end]
    }

    /// Which situations can come to one of the good ones.
    pub(super) fn reaching(&self, good: impl Fn(usize) -> bool) -> Vec<bool> {
        let before = self.before.get_or_init(|| self.backwards());
        let mut free: Vec<bool> = (0..self.len()).map(good).collect();
        let mut queue: Vec<usize> = (0..free.len()).filter(|i| free[*i]).collect();
        while let Some(here) = queue.pop() {
            for from in before.of(here) {
                if !free[*from as usize] {
                    free[*from as usize] = true;
                    queue.push(*from as usize);
                }
            }
        }
        free
    }

    /// Which situations come after one of these, through steps that are let through, together with these.
    pub(super) fn after(&self, from: Vec<usize>, through: impl Fn(usize, Edge) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.len()];
        let mut queue = from;
        queue.iter().for_each(|i| seen[*i] = true);
        while let Some(here) = queue.pop() {
            for edge in self.from(here) {
                if !seen[edge.to as usize] && through(here, *edge) {
                    seen[edge.to as usize] = true;
                    queue.push(edge.to as usize);
                }
            }
        }
        seen
    }

    /// The steps of a shortest way from an opening through situations that are let through to a good one.
    pub(super) fn path(&self, through: impl Fn(usize) -> bool, good: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        let mut from: Vec<Option<(u32, u16)>> = vec![None; self.len()];
        let mut queue = VecDeque::new();
        for edge in self.openings.iter().filter(|e| through(e.to as usize)) {
            if from[edge.to as usize].is_none() {
                from[edge.to as usize] = Some((edge.to, edge.step));
                queue.push_back(edge.to as usize);
            }
        }
        while let Some(here) = queue.pop_front() {
            if good(here) {
                let mut steps = Vec::new();
                let mut at = here;
                while let Some((before, step)) = from[at] {
                    steps.push(usize::from(step));
                    if before as usize == at {
                        break;
                    }
                    at = before as usize;
                }
                steps.reverse();
                return Some(steps);
            }
            for edge in self.from(here).iter().filter(|e| through(e.to as usize)) {
                if from[edge.to as usize].is_none() {
                    from[edge.to as usize] = u32::try_from(here).ok().map(|h| (h, edge.step));
                    queue.push_back(edge.to as usize);
                }
            }
        }
        None
    }

    /// The steps of a shortest way to a situation, the opening first.
    pub(super) fn way(&self, to: usize) -> Vec<usize> {
        let mut steps = Vec::new();
        let mut here = Some(to);
        while let Some(at) = here {
            let (from, step) = self.way[at];
            steps.push(usize::from(step));
            here = from.map(|f| f as usize);
        }
        steps.reverse();
        steps
    }

    fn backwards(&self) -> Before {
        let mut begins = vec![0u32; self.len() + 1];
        for edge in &self.edges {
            begins[edge.to as usize + 1] += 1;
        }
        for i in 1..begins.len() {
            begins[i] += begins[i - 1];
        }
        let mut next = begins.clone();
        let mut from = vec![0u32; self.edges.len()];
        for at in 0..self.len() {
            for edge in self.from(at) {
                let place = &mut next[edge.to as usize];
                from[*place as usize] = u32::try_from(at).unwrap_or(u32::MAX);
                *place += 1;
            }
        }
        Before { begins, from }
    }
}

/// The situations before each.
#[derive(Debug)]
struct Before {
    begins: Vec<u32>,
    from: Vec<u32>,
}

impl Before {
    fn of(&self, at: usize) -> &[u32] {
        &self.from[self.begins[at] as usize..self.begins[at + 1] as usize]
    }
}

/// Keys are our own and hold no trap for a hash: two multiplications suffice.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }

    fn write_u128(&mut self, key: u128) {
        let (low, high) = (key & u128::from(u64::MAX), key >> 64);
        let fold = |half: u128, by: u128| {
            let product = half * by;
            u64::try_from((product ^ (product >> 64)) & u128::from(u64::MAX)).unwrap_or_default()
        };
        self.0 = fold(low ^ 0x51_7c, 0x9e37_79b9_7f4a_7c15) ^ fold(high ^ 0xc1_b7, 0xd6e8_feb8_6659_fd93);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
