//! Small helpers to build template values.

use std::collections::BTreeMap;

use tera::Value;

/// The fields of a map, before it is one.
pub type Fields = Vec<(&'static str, Value)>;

/// A map with fixed keys.
pub fn object<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from(BTreeMap::from(entries))
}

/// A map of fields.
pub fn object_of(fields: Fields) -> Value {
    Value::from(fields.into_iter().collect::<BTreeMap<_, _>>())
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
