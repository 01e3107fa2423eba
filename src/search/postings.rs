//! Rising lists of units: small while they are gathered, and as text in the files.

/// A rising list of units: the distances from one to the next, in groups of seven bits.
#[derive(Default)]
pub struct List {
    /// One more than the last unit; 0 while there is none.
    end: u32,
    bytes: Vec<u8>,
}

impl List {
    /// Adds a unit, unless it is the last one already.
    pub fn push(&mut self, unit: u32) {
        if self.end == unit + 1 {
            return;
        }
        let mut distance = unit - self.end.saturating_sub(1);
        self.end = unit + 1;
        while distance >= 0x80 {
            self.bytes.push(u8::try_from(distance & 0x7f).unwrap_or_default() | 0x80);
            distance >>= 7;
        }
        self.bytes.push(u8::try_from(distance).unwrap_or_default());
    }

    /// Its units.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let (mut unit, mut bytes) = (0, self.bytes.iter());
        std::iter::from_fn(move || {
            let (mut distance, mut shift) = (0, 0);
            loop {
                let byte = u32::from(*bytes.next()?);
                distance |= (byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    unit += distance;
                    return Some(unit);
                }
            }
        })
    }

    /// Adds the units of a list that goes on where this one ends.
    pub fn append(&mut self, later: Self) {
        if self.end == 0 {
            *self = later;
        } else {
            later.iter().for_each(|unit| self.push(unit));
        }
    }
}

/// 64 characters that stand in a JSON string as they are; `tim-kiem.js` reads them by the same table.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Stands before a list that is written as one bit for each number.
const BITS: char = '!';

/// A rising list of numbers below `end`, in the shorter of two forms: the distances from one to the next, each in groups of
/// five bits, the lowest first, the sixth bit telling that more follow; or, after `!`, a bit for each number, six to a
/// character.
pub fn encode(list: &[u32], end: u32) -> String {
    let distances = distances(list);
    let bits = end as usize / 6 + 2;
    if distances.len() <= bits { distances } else { bit_set(list) }
}

/// Distances alone; also of lists that do not rise strictly.
pub fn distances(list: &[u32]) -> String {
    let mut out = String::with_capacity(list.len() * 2);
    let mut before = 0;
    for number in list {
        let mut distance = number - before;
        before = *number;
        loop {
            let more = u32::from(distance >= 32) << 5;
            out.push(character(distance & 31 | more));
            distance >>= 5;
            if more == 0 {
                break;
            }
        }
    }
    out
}

fn bit_set(list: &[u32]) -> String {
    let last = list.last().map_or(0, |last| *last as usize / 6);
    let mut groups = vec![0u32; last + 1];
    for number in list {
        groups[*number as usize / 6] |= 1 << (number % 6);
    }
    [BITS].into_iter().chain(groups.into_iter().map(character)).collect()
}

fn character(six_bits: u32) -> char {
    char::from(ALPHABET[six_bits as usize & 63])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// What the script does.
    fn decode(text: &str) -> Vec<u32> {
        let value = |c: char| ALPHABET.iter().position(|a| char::from(*a) == c).and_then(|v| u32::try_from(v).ok());
        if let Some(bits) = text.strip_prefix(BITS) {
            let groups = bits.chars().filter_map(value).zip(0..);
            return groups.flat_map(|(v, g)| (0..6).filter(move |b| v >> b & 1 == 1).map(move |b| g * 6 + b)).collect();
        }
        let (mut out, mut number, mut distance, mut shift) = (Vec::new(), 0, 0, 0);
        for v in text.chars().filter_map(value) {
            distance |= (v & 31) << shift;
            shift += 5;
            if v < 32 {
                number += distance;
                out.push(number);
                (distance, shift) = (0, 0);
            }
        }
        out
    }

    proptest! {
        #[test]
        fn a_gathered_list_has_its_units(list in prop::collection::btree_set(0u32..1_000_000, 0..200), cut in 0usize..200) {
            let list: Vec<u32> = list.into_iter().collect();
            let gather = |part: &[u32]| {
                let mut out = List::default();
                part.iter().flat_map(|unit| [unit, unit]).for_each(|unit| out.push(*unit));
                out
            };
            let (before, after) = list.split_at(cut.min(list.len()));
            let mut gathered = gather(before);
            gathered.append(gather(after));
            prop_assert_eq!(gathered.iter().collect::<Vec<_>>(), list);
        }

        #[test]
        fn a_list_reads_back(list in prop::collection::btree_set(0u32..100_000, 0..200)) {
            let list: Vec<u32> = list.into_iter().collect();
            prop_assert_eq!(decode(&encode(&list, 100_000)), list.clone());
            prop_assert_eq!(decode(&encode(&list, list.last().map_or(0, |last| last + 1))), list);
        }

        #[test]
        fn no_list_is_longer_than_its_bits(list in prop::collection::btree_set(0u32..600, 0..600)) {
            let list: BTreeSet<u32> = list;
            prop_assert!(encode(&list.into_iter().collect::<Vec<_>>(), 600).len() <= 102);
        }
    }
}
