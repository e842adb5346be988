//! Payloads: a point's free JSON.

use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::models::{PointStruct, Record, ScoredPoint};

/// Free JSON by key.
///
/// ```
/// use qdrant_remote::models::Payload;
///
/// #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
/// struct City {
///     name: String,
///     population: u64,
/// }
///
/// let berlin = City { name: "Berlin".to_owned(), population: 3_700_000 };
/// let payload = Payload::from_serialize(&berlin)?;
/// assert_eq!(payload["name"], "Berlin");
/// assert_eq!(payload.deserialize::<City>()?, berlin);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(pub Map<String, Value>);

impl Payload {
    /// An empty payload.
    pub fn new() -> Self {
        Self::default()
    }

    /// The payload with one more entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    /// The payload that a value is as JSON.
    ///
    /// # Errors
    /// When the value is no object as JSON.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_value(value)?.try_into()
    }

    /// The value that the payload holds.
    ///
    /// # Errors
    /// When the payload has not the form of a `T`.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.0)
    }
}

/// A payload, written as JSON; expressions stand for themselves, if they can be serialized.
///
/// ```
/// use qdrant_remote::payload;
///
/// let stars = 5;
/// let payload = payload! { "city": "London", "tags": ["quiet", "central"], "rating": { "stars": stars } };
/// assert_eq!(payload["rating"]["stars"], 5);
/// ```
///
/// # Panics
/// When an expression cannot be written as JSON, as a map whose keys are no strings.
/// [`Payload::from_serialize`](crate::models::Payload::from_serialize) gives an error then.
#[macro_export]
macro_rules! payload {
    () => { $crate::models::Payload::new() };
    ($($entries:tt)+) => {
        match $crate::__private::json!({ $($entries)+ }) {
            $crate::__private::Value::Object(map) => $crate::models::Payload(map),
            _ => $crate::models::Payload::new(),
        }
    };
}

macro_rules! payload_as {
    ($($model:ident),*) => {$(
        impl $model {
            /// The payload as a value of your own type.
            ///
            /// # Errors
            /// When the payload has not the form of a `T`, or the point came without one: ask for it by
            /// `with_payload(true)`.
            pub fn payload_as<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
                match &self.payload {
                    Some(payload) => payload.deserialize(),
                    None => Err(serde_json::Error::custom("the point came without payload; `with_payload(true)` asks for it")),
                }
            }
        }
    )*};
}

payload_as!(PointStruct, Record, ScoredPoint);

impl Deref for Payload {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Payload {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Map<String, Value>> for Payload {
    fn from(map: Map<String, Value>) -> Self {
        Self(map)
    }
}

/// As [`payload!`](crate::payload), which cannot fail, for JSON that is there already.
impl TryFrom<Value> for Payload {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, serde_json::Error> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(serde_json::Error::custom("a payload is an object")),
        }
    }
}

impl From<Payload> for Map<String, Value> {
    fn from(payload: Payload) -> Self {
        payload.0
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Payload {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Payload {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<String>, V: Into<Value>> Extend<(K, V)> for Payload {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries.into_iter().map(|(key, value)| (key.into(), value.into())));
    }
}

impl IntoIterator for Payload {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_several_ways() {
        let mut payload = Payload::from([("city", "Berlin")]).with("population", 3_700_000);
        payload.extend([("capital", true)]);
        let json = serde_json::json!({ "city": "Berlin", "population": 3_700_000, "capital": true });
        assert_eq!(Value::Object(payload.into()), json);
    }

    #[test]
    fn the_macro_takes_json() {
        let names = vec!["a", "b"];
        let payload = crate::payload! { "none": null, "names": names, "deep": { "list": [1, 2.5, { "x": true }] }, "sum": 1 + 1 };
        let json = serde_json::json!({ "none": null, "names": ["a", "b"], "deep": { "list": [1, 2.5, { "x": true }] }, "sum": 2 });
        assert_eq!(Value::Object(payload.into()), json);
        assert_eq!(crate::payload! {}, Payload::new());
    }

    #[test]
    fn a_point_gives_its_payload_as_a_type_of_the_user() -> Result<(), serde_json::Error> {
        #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
        struct City {
            name: String,
            population: u64,
            founded: Option<i32>,
        }
        let oslo = City { name: "Oslo".to_owned(), population: u64::MAX, founded: None };
        let point = PointStruct::new(1, [1.0]).payload(Payload::from_serialize(&oslo)?);
        assert_eq!(point.payload_as::<City>()?, oslo);
        let record: Record = serde_json::from_value(serde_json::json!({ "id": 1, "payload": point.payload }))?;
        assert_eq!(record.payload_as::<City>()?, oslo);
        let bare: ScoredPoint = serde_json::from_value(serde_json::json!({ "id": 1, "version": 1, "score": 0.5 }))?;
        let error = bare.payload_as::<City>().err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("the point came without payload; `with_payload(true)` asks for it"));
        let other: Record = serde_json::from_value(serde_json::json!({ "id": 1, "payload": { "name": "Oslo" } }))?;
        assert!(other.payload_as::<City>().is_err());
        Ok(())
    }

    #[test]
    fn only_objects_are_payloads() {
        assert!(Payload::from_serialize(&[1, 2]).is_err());
        assert!(Payload::from_serialize("text").is_err());
        assert!(Payload::try_from(serde_json::json!([1])).is_err());
        assert_eq!(Payload::try_from(serde_json::json!({ "a": 1 })).ok(), Some(Payload::from([("a", 1)])));
        assert_eq!(Payload::from_serialize(&std::collections::BTreeMap::from([("a", 1)])).ok(), Some(Payload::from([("a", 1)])));
    }

    #[test]
    fn numbers_keep_their_kind() -> Result<(), serde_json::Error> {
        let json = r#"{"a":1,"b":1.0,"c":-0.0,"d":9007199254740993,"e":18446744073709551615,"f":1e+308}"#;
        let payload: Payload = serde_json::from_str(json)?;
        assert!(payload["a"].is_u64() && payload["b"].is_f64());
        assert_eq!(serde_json::to_string(&payload)?, json);
        Ok(())
    }

    #[test]
    fn floats_keep_their_last_bit() -> Result<(), serde_json::Error> {
        let mut state = 1_u64;
        for _ in 0..1000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let float = (state >> 11) as f64 / (1_u64 << 53) as f64;
            let payload: Payload = serde_json::from_str(&serde_json::to_string(&Payload::from([("float", float)]))?)?;
            assert_eq!(payload["float"].as_f64(), Some(float));
        }
        Ok(())
    }
}
