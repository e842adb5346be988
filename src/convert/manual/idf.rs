//! The corpus of inverse document frequencies: the word `global` is a message without one.

use crate::convert::{Convert, ConvertError, at};
use crate::known::{Known, newer};
use crate::{models, pb};

impl Convert<pb::IdfParams> for models::IdfParams {
    fn convert(self) -> Result<pb::IdfParams, ConvertError> {
        let corpus = match self {
            Self::Scope(models::IdfScope::Global) => None,
            Self::Scope(other) => return Err(ConvertError::unknown_value(other.as_str())),
            Self::IdfCorpus(params) => Some(at(params.known()?.corpus.convert(), "corpus")?),
            _ => return Err(newer()),
        };
        Ok(pb::IdfParams { corpus, ..Default::default() })
    }
}

impl Convert<models::IdfParams> for pb::IdfParams {
    fn convert(self) -> Result<models::IdfParams, ConvertError> {
        Ok(match self.known()?.corpus {
            None => models::IdfParams::Scope(models::IdfScope::Global),
            Some(corpus) => {
                let corpus: models::Filter = at(corpus.convert(), "corpus")?;
                models::IdfParams::IdfCorpus(models::IdfCorpusParams::new(corpus))
            }
        })
    }
}
