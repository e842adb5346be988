//! Shard keys: one, several, or one with a fallback.

use crate::convert::{Convert, ConvertError, at};
use crate::known::{Known, newer};
use crate::{models, pb};

impl Convert<pb::ShardKeySelector> for models::ShardKeySelector {
    fn convert(self) -> Result<pb::ShardKeySelector, ConvertError> {
        let (keys, fallback) = match self {
            Self::One(key) => (vec![key], None),
            Self::Many(keys) => (keys, None),
            Self::WithFallback(keys) => {
                let models::ShardKeyWithFallback { target, fallback, .. } = keys.known()?;
                (vec![target], Some(fallback))
            }
            _ => return Err(newer()),
        };
        Ok(pb::ShardKeySelector { shard_keys: keys.convert()?, fallback: fallback.convert()?, ..Default::default() })
    }
}

impl Convert<models::ShardKeySelector> for pb::ShardKeySelector {
    fn convert(self) -> Result<models::ShardKeySelector, ConvertError> {
        let Self { shard_keys, fallback, .. } = self.known()?;
        let mut keys: Vec<models::ShardKey> = at(shard_keys.convert(), "shard_keys")?;
        let fallback: Option<models::ShardKey> = fallback.convert()?;
        match (keys.len(), keys.pop(), fallback) {
            (1, Some(key), None) => Ok(models::ShardKeySelector::One(key)),
            (1, Some(target), Some(fallback)) => {
                Ok(models::ShardKeySelector::WithFallback(models::ShardKeyWithFallback::new(target, fallback)))
            }
            (_, last, None) => {
                keys.extend(last);
                Ok(models::ShardKeySelector::Many(keys))
            }
            (_, _, Some(_)) => Err(ConvertError::not_expressible("a fallback for other than one shard key").field("fallback")),
        }
    }
}
