//! Which request gives the next page.

use std::collections::HashSet;
use std::{mem, vec};

use crate::client::Client;
use crate::error::Error;
use crate::models::{Condition, ExtendedPointId, Filter, OrderBy, OrderByInterface, OrderValue, Record, StartFrom};
use crate::operations::SCROLL_POINTS;
use crate::options::CallOptions;
use crate::requests;

/// Reads one page after the other.
pub(super) struct Pages {
    client: Client,
    options: CallOptions,
    /// The request of the next page, but for the order.
    request: requests::ScrollPoints,
    order: Option<Order>,
}

/// A page of points that did not come before.
pub(super) struct Page {
    pub(super) points: vec::IntoIter<Record>,
    /// What reads the page after it, unless this is the last.
    pub(super) next: Option<Pages>,
}

/// How far a reading in the order of a field is.
pub(super) struct Order {
    by: OrderBy,
    /// The points that came with the value at which the next page starts.
    seen: HashSet<ExtendedPointId>,
}

impl Pages {
    pub(super) fn new(client: Client, options: CallOptions, request: requests::ScrollPoints, order: Option<Order>) -> Self {
        Self { client, options, request, order }
    }

    /// The first point of the next page, if it is known.
    pub(super) fn offset(&self) -> Option<&ExtendedPointId> {
        self.request.body.offset.as_ref()
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.order.is_some()
    }

    /// Reads the next page.
    ///
    /// # Errors
    /// The call failed, or the server gives the same page again and again.
    pub(super) async fn read(mut self) -> Result<Page, Error> {
        let mut request = self.request.clone();
        if let Some(order) = &self.order {
            request.body.order_by = Some(OrderByInterface::OrderBy(order.by.clone()));
            request.body.filter = order.filter(request.body.filter);
        }
        let stub = self.client.stub(SCROLL_POINTS, &self.options)?;
        let page = stub.scroll_points(request, &self.options).await?.into_inner();
        let mut points = page.points;
        let failed = |error: Error| error.at(SCROLL_POINTS, self.client.protocol_of(SCROLL_POINTS, &self.options));
        let (more, repeated) = match &mut self.order {
            None => {
                let before = mem::replace(&mut self.request.body.offset, page.next_page_offset);
                let next = &self.request.body.offset;
                (next.is_some(), *next == before)
            }
            Some(order) => {
                let full = self.request.body.limit.is_some_and(|limit| points.len() as u64 >= limit);
                order.advance(&mut points).map_err(failed)?;
                (full, points.is_empty())
            }
        };
        if more && repeated {
            return Err(failed(Error::decode("the server gives the same page again and again")));
        }
        Ok(Page { points: points.into_iter(), next: more.then_some(self) })
    }
}

impl Order {
    pub(super) fn new(by: OrderBy) -> Self {
        Self { by, seen: HashSet::new() }
    }

    /// The filter that leaves out what was seen.
    fn filter(&self, filter: Option<Filter>) -> Option<Filter> {
        if self.seen.is_empty() {
            return filter;
        }
        let unseen = Filter::must_not(Condition::has_id(self.seen.iter().cloned()));
        Some(match filter {
            Some(filter) => unseen & filter,
            None => unseen,
        })
    }

    /// Drops the points that were seen, and remembers where the next page starts.
    fn advance(&mut self, points: &mut Vec<Record>) -> Result<(), Error> {
        points.retain(|point| !(self.seen.contains(&point.id) && self.starts_at(point)));
        let Some(last) = points.last() else { return Ok(()) };
        let start = match last.order_value {
            Some(OrderValue::Integer(value)) => StartFrom::Integer(value),
            Some(OrderValue::Float(value)) => StartFrom::Float(value),
            _ => return Err(Error::decode("the server gives no value to order by").with_path("points[].order_value".to_owned())),
        };
        if self.by.start_from.as_ref() != Some(&start) {
            self.seen.clear();
            self.by.start_from = Some(start);
        }
        let tied = points.iter().rev().take_while(|point| self.starts_at(point)).map(|point| point.id.clone()).collect::<Vec<_>>();
        self.seen.extend(tied);
        Ok(())
    }

    /// Whether the next page starts at the value of the point.
    fn starts_at(&self, point: &Record) -> bool {
        match (&point.order_value, &self.by.start_from) {
            (Some(OrderValue::Integer(value)), Some(StartFrom::Integer(start))) => value == start,
            (Some(OrderValue::Float(value)), Some(StartFrom::Float(start))) => value == start,
            _ => false,
        }
    }
}
