//! Outlines of areas, from their points.

use crate::models::{GeoLineString, GeoPoint, GeoPolygon};

impl<const N: usize> From<[GeoPoint; N]> for GeoLineString {
    fn from(points: [GeoPoint; N]) -> Self {
        Self::new(points)
    }
}

impl From<Vec<GeoPoint>> for GeoLineString {
    fn from(points: Vec<GeoPoint>) -> Self {
        Self::new(points)
    }
}

impl<const N: usize> From<[GeoPoint; N]> for GeoPolygon {
    fn from(points: [GeoPoint; N]) -> Self {
        Self::new(points)
    }
}

impl From<Vec<GeoPoint>> for GeoPolygon {
    fn from(points: Vec<GeoPoint>) -> Self {
        Self::new(points)
    }
}

impl From<GeoLineString> for GeoPolygon {
    fn from(outline: GeoLineString) -> Self {
        Self::new(outline)
    }
}
