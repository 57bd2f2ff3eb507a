//! What is shown to everybody says nothing of few: a district with one to four matters is not told, nor can it be reckoned from the rest.
//!
//! Five is our own measure; no statute sets it.

use super::{Board, Figure, Lit, PointDetail};

/// Cells below this, and above nought, are not told.
const FEW: i64 = 5;

/// Why a cell is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concealed {
    /// There are one to four.
    Few,
    /// There are five or more; told, it would give away one with few.
    Beside,
}

/// Which cells of a row are not told, and whether the sum is not told either.
#[must_use]
fn conceal(cells: &[i64]) -> (Vec<Option<Concealed>>, bool) {
    let few = |n: i64| (1..FEW).contains(&n);
    let mut out: Vec<Option<Concealed>> = cells.iter().map(|n| few(*n).then_some(Concealed::Few)).collect();
    let (count, sum) = cells.iter().filter(|n| few(**n)).fold((0, 0), |(count, sum), n| (count + 1, sum + n));
    // Several with few hide each other, unless their sum leaves each only one value.
    if count == 0 || (count > 1 && count < sum && sum < (FEW - 1) * count) {
        return (out, false);
    }
    // Another one hides them, if what is left for them can be more than the least.
    let beside = cells.iter().enumerate().filter(|(_, n)| **n >= FEW && sum + **n - FEW > count).min_by_key(|(_, n)| **n);
    if let Some(cell) = beside.and_then(|(at, _)| out.get_mut(at)) {
        *cell = Some(Concealed::Beside);
        return (out, false);
    }
    (out, true)
}

impl Figure {
    /// As it may be shown to everybody.
    #[must_use]
    pub fn for_public(mut self) -> Self {
        let counts: Vec<i64> = self.districts.iter().map(|d| d.count).collect();
        let (cells, sum_too) = conceal(&counts);
        for (district, concealed) in self.districts.iter_mut().zip(cells) {
            if concealed.is_some() {
                district.concealed = concealed;
                (district.value, district.count, district.remaining, district.lit) = (None, 0, None, Lit::Wait);
            }
        }
        if sum_too {
            self.concealed = true;
            (self.value, self.count, self.remaining, self.lit) = (None, 0, None, Lit::Wait);
            self.months = Vec::new();
        }
        self
    }
}

impl Board {
    /// As it may be shown to everybody.
    #[must_use]
    pub fn for_public(mut self) -> Self {
        for point in self.sections.iter_mut().flat_map(|s| &mut s.points) {
            point.figures = std::mem::take(&mut point.figures).into_iter().map(Figure::for_public).collect();
        }
        self
    }
}

impl PointDetail {
    /// As it may be shown to everybody.
    #[must_use]
    pub fn for_public(mut self) -> Self {
        self.point.figures = std::mem::take(&mut self.point.figures).into_iter().map(Figure::for_public).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value that a concealed cell with few can have, for whoever knows the rest and how it is concealed.
    fn possible(cells: &[i64], most: i64) -> Vec<std::collections::BTreeSet<i64>> {
        let (concealed, sum_too) = conceal(cells);
        let sum: i64 = cells.iter().sum();
        let mut found = vec![std::collections::BTreeSet::new(); cells.len()];
        let mut tried = vec![0; cells.len()];
        loop {
            let fits = tried.iter().zip(cells).zip(&concealed).all(|((t, n), c)| match c {
                None => t == n,
                Some(Concealed::Few) => (1..FEW).contains(t),
                Some(Concealed::Beside) => *t >= FEW,
            });
            if fits && (sum_too || tried.iter().sum::<i64>() == sum) {
                found.iter_mut().zip(&tried).for_each(|(set, n)| set.extend([*n]));
            }
            let Some(at) = tried.iter().position(|n| *n < most) else { return found };
            tried[..at].fill(0);
            tried[at] += 1;
        }
    }

    #[test]
    fn no_cell_with_few_can_be_reckoned_from_what_is_told() {
        let (mut tables, mut sums) = (0, 0);
        for code in 0..12_i64.pow(3) {
            let cells = [code % 12, code / 12 % 12, code / 144];
            let (concealed, sum_too) = conceal(&cells);
            for ((n, c), values) in cells.iter().zip(&concealed).zip(possible(&cells, 16)) {
                assert_eq!((1..FEW).contains(n), *c == Some(Concealed::Few), "{cells:?}");
                assert!(*c != Some(Concealed::Few) || values.len() > 1, "{cells:?} {concealed:?} tells {values:?}");
            }
            tables += 1;
            sums += u32::from(sum_too);
        }
        assert!(tables == 1_728 && sums > 0 && sums < 300, "{sums} sums of {tables} are not told");
    }

    #[test]
    fn what_is_told_is_told_as_it_is() {
        assert_eq!(conceal(&[5, 0, 117]), (vec![None, None, None], false));
        assert_eq!(conceal(&[2, 40, 60]), (vec![Some(Concealed::Few), Some(Concealed::Beside), None], false));
        assert_eq!(conceal(&[2, 3, 60]), (vec![Some(Concealed::Few), Some(Concealed::Few), None], false));
        assert_eq!(conceal(&[0, 0, 3]), (vec![None, None, Some(Concealed::Few)], true));
    }
}
