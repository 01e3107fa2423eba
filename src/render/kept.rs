//! What pages share and that is made when it is first needed, one thing for each number; it can be let go of.

use std::sync::{OnceLock, PoisonError, RwLock};

/// Things by their numbers.
pub struct Kept<T>(RwLock<Vec<OnceLock<T>>>);

impl<T> Kept<T> {
    /// Room for so many things, none of which is made.
    pub fn new(count: usize) -> Self {
        Self(RwLock::new(std::iter::repeat_with(OnceLock::new).take(count).collect()))
    }

    /// Uses a thing, which `make` makes if it is not there.
    pub fn with<R>(&self, number: usize, make: impl FnOnce() -> T, take: impl FnOnce(&T) -> R) -> R {
        match self.0.read().unwrap_or_else(PoisonError::into_inner).get(number) {
            Some(slot) => take(slot.get_or_init(make)),
            None => take(&make()),
        }
    }

    /// Lets go of all of them; from now on each is made whenever it is needed.
    pub fn let_go(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_made_once_until_it_is_let_go_of() {
        let (kept, made) = (Kept::new(2), std::cell::Cell::new(0));
        let make = || {
            made.set(made.get() + 1);
            made.get()
        };
        assert_eq!([0, 0, 1].map(|number| kept.with(number, make, |made| *made)), [1, 1, 2]);
        kept.let_go();
        assert_eq!([0, 0].map(|number| kept.with(number, make, |made| *made)), [3, 4]);
    }
}
