//! All items of a site, each under a lasting number: an item that is written anew keeps its own.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::ops::Index;

use super::{Item, ItemId};

/// The items of a site, in the order of their paths.
#[derive(Debug, Default)]
pub struct Items {
    slots: Vec<Option<Box<Item>>>,
    by_path: BTreeMap<String, ItemId>,
    /// Numbers whose items are gone.
    free: Vec<ItemId>,
}

impl Items {
    /// Makes room for so many items more.
    pub fn reserve(&mut self, count: usize) {
        self.slots.reserve_exact(count);
    }

    /// Puts an item at the path of its file, or takes away what is there; what was there before comes back.
    pub fn replace(&mut self, path: &str, item: Option<Box<Item>>) -> Option<Box<Item>> {
        match (self.by_path.get(path).copied(), item) {
            (Some(id), Some(item)) => self.slots[id.0 as usize].replace(item),
            (Some(id), None) => {
                self.by_path.remove(path);
                self.free.push(id);
                self.slots[id.0 as usize].take()
            }
            (None, Some(item)) => {
                let id = self.free.pop().unwrap_or_else(|| {
                    self.slots.push(None);
                    ItemId(u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX))
                });
                self.slots[id.0 as usize] = Some(item);
                self.by_path.insert(path.to_owned(), id);
                None
            }
            (None, None) => None,
        }
    }

    /// The item of a number, if it is there.
    #[must_use]
    pub fn get(&self, id: ItemId) -> Option<&Item> {
        self.slots.get(id.0 as usize)?.as_deref()
    }

    /// The item of a number, to be changed.
    pub fn get_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        self.slots.get_mut(id.0 as usize)?.as_deref_mut()
    }

    /// The item of a file.
    #[must_use]
    pub fn at_path(&self, path: &str) -> Option<ItemId> {
        self.by_path.get(path).copied()
    }

    /// All items with their numbers, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.by_path.values().map(|id| (*id, &self[*id]))
    }

    /// All items in no order, for what does not depend on it.
    pub fn unordered(&self) -> impl Iterator<Item = &Item> {
        self.slots.iter().flatten().map(|item| &**item)
    }

    /// All items in the order of their paths.
    pub fn values(&self) -> impl Iterator<Item = &Item> {
        self.iter().map(|(_, item)| item)
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// One more than the greatest number ever given.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// The order of lists: newest first; of one day reports before news before bulletins, then by path.
    #[must_use]
    pub fn newest_first(&self, one: ItemId, other: ItemId) -> Ordering {
        let (a, b) = (&self[one], &self[other]);
        let key = |item: &Item| (Reverse(item.when()), item.kind);
        key(a).cmp(&key(b)).then_with(|| a.file.path.cmp(&b.file.path))
    }
}

impl Index<ItemId> for Items {
    type Output = Item;

    /// # Panics
    /// When the item is gone: whoever keeps a number of a site forgets it when the site changes.
    fn index(&self, id: ItemId) -> &Item {
        self.slots[id.0 as usize].as_ref().expect("numbers of a site are those of its items")
    }
}
