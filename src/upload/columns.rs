//! Points that are there as columns: ids, vectors in one flat list of numbers, payloads.

use std::fmt;

use futures_util::{StreamExt, stream};

use super::collect::Source;
use super::point::NewPoint;
use crate::error::Error;
use crate::models::{ExtendedPointId, Payload, Vector, VectorStruct};

/// Columns of equal length, of which each row is a point. Nothing is copied before it is sent.
///
/// ```
/// use qdrant_remote::upload::Columns;
///
/// let vectors = [0.1, 0.2, 0.3, 0.4];
/// let columns = Columns::new().ids([1_u64, 2]).vectors(&vectors, 2);
/// # let _ = columns;
/// ```
#[derive(Default)]
#[must_use = "columns are uploaded with `upload_columns`"]
pub struct Columns<'a> {
    ids: Option<Column<'a, ExtendedPointId>>,
    unnamed: Option<Flat<'a>>,
    named: Vec<(String, Flat<'a>)>,
    payloads: Option<Column<'a, Option<Payload>>>,
}

/// Items whose number is known.
struct Column<'a, T> {
    items: Box<dyn Iterator<Item = T> + Send + 'a>,
    length: usize,
}

/// Rows of numbers, one after the other.
struct Flat<'a> {
    numbers: &'a [f32],
    dimension: usize,
}

impl<'a> Columns<'a> {
    /// No columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// The ids; without them each point gets a random UUID. An iterator that cannot tell its length is read at once.
    pub fn ids<I>(mut self, ids: I) -> Self
    where
        I: IntoIterator<Item: Into<ExtendedPointId> + 'a, IntoIter: Send + 'a>,
    {
        self.ids = Some(Column::new(ids.into_iter().map(Into::into)));
        self
    }

    /// The unnamed vectors: `dimension` numbers for the first point, then those for the second, and so on.
    pub fn vectors(mut self, numbers: &'a [f32], dimension: usize) -> Self {
        self.unnamed = Some(Flat { numbers, dimension });
        self
    }

    /// The vectors of one name, in the same form.
    pub fn named_vectors(mut self, name: impl Into<String>, numbers: &'a [f32], dimension: usize) -> Self {
        self.named.push((name.into(), Flat { numbers, dimension }));
        self
    }

    /// The payloads; `None` where a point has none. An iterator that cannot tell its length is read at once.
    pub fn payloads<I>(mut self, payloads: I) -> Self
    where
        I: IntoIterator<Item: Into<Option<Payload>> + 'a, IntoIter: Send + 'a>,
    {
        self.payloads = Some(Column::new(payloads.into_iter().map(Into::into)));
        self
    }

    /// The points, row by row.
    ///
    /// # Errors
    /// The columns have not the same length.
    pub(super) fn into_source(mut self) -> Result<Source<'a>, Error> {
        let rows = self.rows()?;
        Ok(stream::iter((0..rows).map(move |row| self.row(row))).boxed())
    }

    fn rows(&self) -> Result<usize, Error> {
        if self.unnamed.is_some() && !self.named.is_empty() {
            return Err(Error::invalid_request("the columns hold both unnamed and named vectors: a point has one or the other"));
        }
        let unnamed = self.unnamed.iter().map(|flat| ("vectors".to_owned(), flat));
        let named = self.named.iter().map(|(name, flat)| (format!("vectors `{name}`"), flat));
        let flat = unnamed.chain(named).map(|(what, flat)| Ok((flat.rows(&what)?, what))).collect::<Result<Vec<_>, Error>>()?;
        let ids = self.ids.iter().map(|ids| (ids.length, "ids".to_owned()));
        let payloads = self.payloads.iter().map(|payloads| (payloads.length, "payloads".to_owned()));
        let mut columns = ids.chain(flat).chain(payloads);
        let Some((rows, first)) = columns.next() else { return Ok(0) };
        match columns.find(|(other, _)| *other != rows) {
            Some((other, what)) => Err(Error::invalid_request(format!("the columns differ in length: {rows} {first}, {other} {what}"))),
            None => Ok(rows),
        }
    }

    fn row(&mut self, row: usize) -> Result<NewPoint, Error> {
        let id = self.ids.as_mut().map(|ids| ids.items.next().ok_or_else(|| short("ids", row))).transpose()?;
        let payload = self.payloads.as_mut().map(|payloads| payloads.items.next().ok_or_else(|| short("payloads", row))).transpose()?;
        let vector = match &self.unnamed {
            Some(flat) => VectorStruct::Dense(flat.row(row)),
            None => VectorStruct::Named(self.named.iter().map(|(name, flat)| (name.clone(), Vector::Dense(flat.row(row)))).collect()),
        };
        let point = NewPoint::new(vector);
        let point = id.into_iter().fold(point, NewPoint::id);
        Ok(payload.flatten().into_iter().fold(point, NewPoint::payload))
    }
}

impl<'a, T: Send + 'a> Column<'a, T> {
    fn new(items: impl Iterator<Item = T> + Send + 'a) -> Self {
        match items.size_hint() {
            (length, Some(most)) if length == most => Self { items: Box::new(items), length },
            _ => {
                let items: Vec<T> = items.collect();
                Self { length: items.len(), items: Box::new(items.into_iter()) }
            }
        }
    }
}

impl Flat<'_> {
    fn rows(&self, what: &str) -> Result<usize, Error> {
        let (count, dimension) = (self.numbers.len(), self.dimension);
        if dimension == 0 || !count.is_multiple_of(dimension) {
            return Err(Error::invalid_request(format!("the {what} are {count} numbers, which are no rows of {dimension}")));
        }
        Ok(count / dimension)
    }

    fn row(&self, row: usize) -> Vec<f32> {
        self.numbers.chunks_exact(self.dimension).nth(row).unwrap_or_default().to_vec()
    }
}

/// An iterator gave less than it had announced.
fn short(what: &str, row: usize) -> Error {
    Error::invalid_request(format!("the {what} ended after {row} rows"))
}

impl fmt::Debug for Columns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Columns").field("rows", &self.rows().ok()).finish_non_exhaustive()
    }
}
