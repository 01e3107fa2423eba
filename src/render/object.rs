//! Small helpers to build template values.

use ahash::AHashMap;
use tera::Value;
use tera::value::Key;

use super::Theme;

/// The fields of a map, before it is one.
pub type Fields = Vec<(&'static str, Value)>;

/// A map of fields, the last of a name counts.
pub fn object<K: Into<Key<'static>>>(fields: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::from(fields.into_iter().map(|(name, value)| (name.into(), value)).collect::<AHashMap<Key<'static>, _>>())
}

/// The fields of a map, of which only those are made that a template of the theme names.
pub struct Wanted<'t> {
    theme: &'t Theme,
    fields: Fields,
}

impl<'t> Wanted<'t> {
    /// None yet.
    pub fn by(theme: &'t Theme) -> Self {
        Self { theme, fields: Vec::with_capacity(32) }
    }

    /// These and one more.
    #[must_use]
    pub fn with<V: Into<Value>>(mut self, name: &'static str, make: impl FnOnce() -> V) -> Self {
        if self.theme.names(name) {
            self.fields.push((name, make().into()));
        }
        self
    }

    /// The map.
    pub fn object(self) -> Value {
        object(self.fields)
    }

    /// The map with more fields.
    pub fn object_with(self, more: impl IntoIterator<Item = (Key<'static>, Value)>) -> Value {
        object(self.fields.into_iter().map(|(name, value)| (Key::from(name), value)).chain(more))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ThemeFile;

    #[test]
    fn only_what_a_template_names_is_made() {
        let (path, shown) = ("templates/a.html".to_owned(), "themes/a/templates/a.html".to_owned());
        let bytes = b"{% for x in items %}{{ x.title }}{% endfor %}".to_vec();
        let theme = Theme::load(vec![ThemeFile { path, shown, bytes }]).unwrap_or_else(|mistake| panic!("{mistake:?}"));
        let fields =
            Wanted::by(&theme).with("title", || "A").with("summary", || -> &str { panic!("nobody asks for it") });
        let object = fields.object_with([(Key::from("card"), "B".into())]);
        let fields = object.as_map().map(|map| ["title", "summary", "card"].map(|name| map.contains_key(&name.into())));
        assert_eq!(fields, Some([true, false, true]));
    }
}
