//! Small helpers to build template values.

use tera::{Map, Value};

/// A map with fixed keys.
pub fn object<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let mut map = Map::default();
    map.reserve(N);
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    Value::from(map)
}

/// A text or none.
pub fn optional(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

/// A list.
pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<_>>())
}

/// A count.
pub fn count(number: usize) -> Value {
    Value::from(number)
}

/// A name with its address.
pub fn link(name: &str, url: &str) -> Value {
    object([("name", name.into()), ("url", url.into())])
}

/// A name with its address and the number of items behind it.
pub fn counted(name: &str, url: &str, number: usize) -> Value {
    object([("name", name.into()), ("url", url.into()), ("count", count(number))])
}
