//! The corpus of inverse document frequencies: the word `global` is a message without one.

use crate::convert::{Convert, ConvertError, at};
use crate::{models, pb};

impl Convert<pb::IdfParams> for models::IdfParams {
    fn convert(self) -> Result<pb::IdfParams, ConvertError> {
        let corpus = match self {
            Self::Scope(models::IdfScope::Global) => None,
            Self::Scope(other) => return Err(ConvertError::unknown_value(other.as_str())),
            Self::IdfCorpus(models::IdfCorpusParams { corpus }) => Some(at(corpus.convert(), "corpus")?),
        };
        Ok(pb::IdfParams { corpus })
    }
}

impl Convert<models::IdfParams> for pb::IdfParams {
    fn convert(self) -> Result<models::IdfParams, ConvertError> {
        Ok(match self.corpus {
            None => models::IdfParams::Scope(models::IdfScope::Global),
            Some(corpus) => models::IdfParams::IdfCorpus(models::IdfCorpusParams { corpus: at(corpus.convert(), "corpus")? }),
        })
    }
}
