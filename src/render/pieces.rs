//! What the theme makes once and many pages show: its components for items, documents, sections and topics, and the parts of the
//! frame.

use std::sync::PoisonError;

use tera::value::Key;
use tera::{Context, Value};

use super::Renderer;
use super::object::object;
use crate::diag::Lang;
use crate::plan::Page;

/// What the components of the theme made of a thing.
pub(super) type Made = Box<[Value]>;

/// What the parts of the frame may depend on besides the site: language, kind of the page, entry of the navigation, and
/// whether the page is that entry itself.
pub(super) type FrameKey = (Lang, &'static str, &'static str, bool);

impl Renderer {
    /// What the theme's components for a thing make of it: `item_card` makes the field `card` of an item. Rendered once, it
    /// stands on every page that lists the item. One value for each component, in their order; the thing itself where there
    /// are none.
    pub(super) fn made_of(&self, name: &'static str, thing: Value) -> Made {
        let components = self.theme.components_of(name);
        if components.is_empty() {
            return [thing].into();
        }
        let implicits = self.context(self.site.config.lang);
        let mut args = Context::new();
        args.insert_value(name, thing);
        let made = components.iter().map(|(component, _)| {
            let made = self.theme.component(component, &args, &implicits);
            let html = made.map_err(|mistake| self.prepared.broken.set(mistake)).unwrap_or_default();
            Value::safe_string(&html)
        });
        made.collect()
    }

    /// What was made of a thing, as a value.
    pub(super) fn kept(&self, name: &'static str, made: &Made) -> Value {
        match (self.theme.components_of(name), &**made) {
            ([], [thing]) => thing.clone(),
            _ => object(self.named(name, made)),
        }
    }

    /// The fields that were made of a thing.
    pub(super) fn named(&self, name: &'static str, made: &Made) -> impl Iterator<Item = (Key<'static>, Value)> {
        let components = self.theme.components_of(name).iter();
        components.zip(made).map(|((_, field), value)| (field.clone(), value.clone()))
    }

    /// The parts of the frame of a page: what the theme's templates `frame/NAME.html` make of what [`FrameKey`] names.
    pub(super) fn frame(&self, page: &Page, nav_key: &'static str, at_entry: bool) -> Value {
        let key = (self.lang_of(page), page.kind_name(), nav_key, at_entry);
        if let Some(made) = self.prepared.frames.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return made.clone();
        }
        let mut context = self.context(key.0);
        let fields = [("kind", key.1.into()), ("nav_key", nav_key.into()), ("is_entry", at_entry.into())];
        context.insert_value("page", object(fields));
        let mut parts = tera::Map::default();
        for (template, name) in self.theme.frame_templates() {
            match self.theme.render(template, &context) {
                Ok(html) => {
                    drop(parts.insert(name.clone().into(), Value::safe_string(&String::from_utf8_lossy(&html))));
                }
                Err(mistake) => drop(self.prepared.broken.set(mistake)),
            }
        }
        let made = Value::from(parts);
        self.prepared.frames.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
        made
    }
}
