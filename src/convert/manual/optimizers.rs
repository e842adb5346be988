//! What optimizers do: their status, and how many threads they may take.

use crate::convert::{Convert, ConvertError};
use crate::known::{Known, newer};
use crate::{models, pb};

impl Convert<pb::OptimizerStatus> for models::OptimizersStatus {
    fn convert(self) -> Result<pb::OptimizerStatus, ConvertError> {
        match self {
            Self::Name(models::OptimizersStatusName::Ok) => Ok(pb::OptimizerStatus { ok: true, ..Default::default() }),
            Self::Name(other) => Err(ConvertError::unknown_value(other.as_str())),
            Self::Error(status) => Ok(pb::OptimizerStatus { ok: false, error: status.known()?.error, ..Default::default() }),
            _ => Err(newer()),
        }
    }
}

impl Convert<models::OptimizersStatus> for pb::OptimizerStatus {
    fn convert(self) -> Result<models::OptimizersStatus, ConvertError> {
        let Self { ok, error, .. } = self.known()?;
        Ok(if ok && error.is_empty() {
            models::OptimizersStatus::Name(models::OptimizersStatusName::Ok)
        } else {
            models::OptimizersStatus::Error(models::OptimizersStatusError::new(error))
        })
    }
}

/// A number is said twice, for servers that know the older field only.
pub(crate) fn max_threads_diff_to_grpc(
    threads: Option<models::MaxOptimizationThreads>,
) -> Result<(Option<pb::MaxOptimizationThreads>, Option<u64>), ConvertError> {
    let deprecated = match &threads {
        Some(models::MaxOptimizationThreads::Threads(count)) => Some(*count),
        _ => None,
    };
    Ok((threads.convert()?, deprecated))
}

/// The current field says more than the older one.
pub(crate) fn max_threads_diff_to_rest(
    threads: Option<pb::MaxOptimizationThreads>,
    deprecated: Option<u64>,
) -> Result<Option<models::MaxOptimizationThreads>, ConvertError> {
    match threads {
        Some(threads) => threads.convert().map(Some),
        None => Ok(deprecated.map(models::MaxOptimizationThreads::Threads)),
    }
}

/// As the setting in force: nothing stands for `auto`.
pub(crate) fn max_threads_to_grpc(threads: Option<u64>) -> Result<(Option<pb::MaxOptimizationThreads>, Option<u64>), ConvertError> {
    max_threads_diff_to_grpc(threads.map(models::MaxOptimizationThreads::Threads))
}

/// As the setting in force: `auto` is nothing.
pub(crate) fn max_threads_to_rest(
    threads: Option<pb::MaxOptimizationThreads>,
    deprecated: Option<u64>,
) -> Result<Option<u64>, ConvertError> {
    Ok(match max_threads_diff_to_rest(threads, deprecated)? {
        Some(models::MaxOptimizationThreads::Threads(count)) => Some(count),
        Some(models::MaxOptimizationThreads::Setting(models::MaxOptimizationThreadsSetting::Auto)) | None => None,
        Some(models::MaxOptimizationThreads::Setting(other)) => return Err(ConvertError::unknown_value(other.as_str())),
        Some(_) => return Err(newer()),
    })
}
