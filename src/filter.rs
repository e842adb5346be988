//! Says which points are meant: conditions on payload fields, joined by `&`, `|` and `!`.
//!
//! | what | how |
//! |---|---|
//! | a value | `field("city").eq("London")`, `.any_of(["London", "Paris"])`, `.none_of([1, 2])` |
//! | a range | `field("price").lt(10.0)`, `.lte`, `.gt`, `.gte`, `.between(1..=5)`; date-times as numbers |
//! | a text | `field("text").has_words("quiet garden")`, `.has_any_word`, `.has_phrase`, `.starts_with` |
//! | a place | `field("at").in_radius(center, metres)`, `.in_box(north_west, south_east)`, `.in_polygon(outline)` |
//! | what is there | `field("seller").is_empty()`, `.is_null()`, `.values_count(2..)` |
//! | objects in a list | `field("diet").nested(field("food").eq("meat") & field("likes").eq(true))` |
//! | points themselves | `Condition::has_id([1, 2])`, `Condition::has_vector("image")`, `Condition::slice(4, 0)` |
//! | all of them | `a & b`, or `Filter::must([a, b])` |
//! | one of them | <code>a \| b</code>, or `Filter::should([a, b])`; so many: `Filter::min_should(2, [a, b, c])` |
//! | none of them | `!a`, or `Filter::must_not([a, b])` |
//!
//! ```no_run
//! # async fn example(client: qdrant_remote::Client) -> Result<(), qdrant_remote::Error> {
//! use qdrant_remote::filter::field;
//!
//! let cheap = field("city").eq("London") & field("price").lt(10.0);
//! let found = client.query_points("rooms").query([0.2, 0.7]).filter(cheap).send().await?;
//! client.delete_points("rooms").filter(field("closed").eq(true)).send().await?;
//! # Ok(())
//! # }
//! ```

pub use crate::ext::{Bound, Field, Span, field};
