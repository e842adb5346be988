//! Date-times in every form that the server accepts or prints.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant, to the nanosecond.
///
/// Read from RFC 3339, also without a zone (then it is UTC), without seconds, with a space for the `T`, or as a date
/// alone. Written as RFC 3339 in UTC.
///
/// ```
/// use qdrant_remote::models::DateTime;
///
/// let noon: DateTime = "2024-02-29 13:00+01".parse()?;
/// assert_eq!(noon.to_string(), "2024-02-29T12:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(Timestamp);

impl DateTime {
    /// The instant so many seconds and nanoseconds after the beginning of 1970 in UTC.
    ///
    /// # Errors
    /// When the instant is not in the years -9999 to 9999.
    pub fn from_parts(seconds: i64, nanos: i32) -> Result<Self, DateTimeError> {
        Timestamp::new(seconds, nanos).map(Self).map_err(|_| DateTimeError { text: format!("{seconds}.{nanos:09} s") })
    }

    /// Whole seconds since the beginning of 1970 in UTC, rounded down.
    pub fn seconds(self) -> i64 {
        let seconds = self.0.as_second();
        if self.0.subsec_nanosecond() < 0 { seconds - 1 } else { seconds }
    }

    /// The nanoseconds to add to [`Self::seconds`]: 0 to 999,999,999.
    pub fn nanos(self) -> i32 {
        let nanos = self.0.subsec_nanosecond();
        if nanos < 0 { nanos + 1_000_000_000 } else { nanos }
    }
}

/// A text that is no date-time, or an instant that no date-time can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTimeError {
    text: String,
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no date-time", self.text)
    }
}

impl std::error::Error for DateTimeError {}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        instant(text).map(Self).ok_or_else(|| DateTimeError { text: text.to_owned() })
    }
}

/// For bounds such as an hour ago.
impl TryFrom<SystemTime> for DateTime {
    type Error = DateTimeError;

    fn try_from(time: SystemTime) -> Result<Self, DateTimeError> {
        Timestamp::try_from(time).map(Self).map_err(|_| DateTimeError { text: format!("{time:?}") })
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    // Dates without dashes, years alone and other calendars are not what the server means by a date.
    if !matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', ..]) {
        return None;
    }
    let pieces = Pieces::parse(text).ok()?;
    if pieces.time_zone_annotation().is_some() {
        return None;
    }
    let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
    let time = pieces.time().unwrap_or_else(jiff::civil::Time::midnight);
    offset.to_timestamp(pieces.date().to_datetime(time)).ok()
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date-time")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DateTime, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<DateTime>().ok().map(|instant| instant.to_string())
    }

    #[test]
    fn of_the_clock() -> Result<(), DateTimeError> {
        let instant: DateTime = "2024-02-29T12:30:15.5Z".parse()?;
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_709_209_815_500);
        assert_eq!(DateTime::try_from(time)?, instant);
        let late = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1 << 40);
        assert!(DateTime::try_from(late).is_err());
        Ok(())
    }

    #[test]
    fn every_form_that_the_server_takes() {
        for (text, instant) in [
            ("2024-02-29T12:30:15Z", "2024-02-29T12:30:15Z"),
            ("2024-02-29t12:30:15z", "2024-02-29T12:30:15Z"),
            ("2024-02-29T12:30:15+02", "2024-02-29T10:30:15Z"),
            ("2024-02-29T12:30:15+0200", "2024-02-29T10:30:15Z"),
            ("2024-02-29T12:30:15+02:00", "2024-02-29T10:30:15Z"),
            ("2024-02-29T12:30:15-11:30", "2024-03-01T00:00:15Z"),
            ("2024-02-29T12:30:15.5Z", "2024-02-29T12:30:15.5Z"),
            ("2024-02-29T12:30:15.123456789Z", "2024-02-29T12:30:15.123456789Z"),
            ("2024-02-29T12:30:15", "2024-02-29T12:30:15Z"),
            ("2024-02-29T12:30:15.25", "2024-02-29T12:30:15.25Z"),
            ("2024-02-29 12:30:15", "2024-02-29T12:30:15Z"),
            ("2024-02-29 12:30:15-11:30", "2024-03-01T00:00:15Z"),
            ("2024-02-29T12:30", "2024-02-29T12:30:00Z"),
            ("2024-02-29 12:30+01", "2024-02-29T11:30:00Z"),
            ("2024-02-29", "2024-02-29T00:00:00Z"),
            ("1969-12-31T23:59:59.75Z", "1969-12-31T23:59:59.75Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(instant), "{text}");
        }
    }

    #[test]
    fn what_the_server_refuses() {
        for text in [
            "",
            "2024",
            "2024-02",
            "20240229",
            "1709209815",
            "2023-02-29",
            "2024-02-29T25:00:00Z",
            "yesterday",
            "12:30:15",
            "2024-02-29[Europe/Paris]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn parts_there_and_back() -> Result<(), DateTimeError> {
        for text in ["2024-02-29T12:30:15.000000001Z", "1969-12-31T23:59:59.75Z", "1960-01-01T00:00:00Z"] {
            let instant: DateTime = text.parse()?;
            assert!((0..1_000_000_000).contains(&instant.nanos()), "{text}");
            assert_eq!(DateTime::from_parts(instant.seconds(), instant.nanos())?, instant, "{text}");
        }
        assert_eq!("1969-12-31T23:59:59.75Z".parse::<DateTime>()?.seconds(), -1);
        assert!(DateTime::from_parts(i64::MAX, 0).is_err());
        Ok(())
    }

    #[test]
    fn json() -> Result<(), serde_json::Error> {
        let instant: DateTime = serde_json::from_str("\"2024-02-29T12:30:15+02\"")?;
        assert_eq!(serde_json::to_string(&instant)?, "\"2024-02-29T10:30:15Z\"");
        let error = serde_json::from_str::<DateTime>("1709209815").err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("a date-time")));
        Ok(())
    }
}
