//! Stop words: one language stands for a set with that language alone.

use crate::convert::{Convert, ConvertError};
use crate::known::{Known, newer};
use crate::{models, pb};

impl Convert<pb::StopwordsSet> for models::StopwordsInterface {
    fn convert(self) -> Result<pb::StopwordsSet, ConvertError> {
        let text = |languages: Vec<models::Language>| languages.iter().map(|language| language.as_str().to_owned()).collect();
        Ok(match self {
            Self::Language(language) => pb::StopwordsSet { languages: text(vec![language]), ..Default::default() },
            Self::Set(set) => {
                let models::StopwordsSet { languages, custom, .. } = set.known()?;
                let (languages, custom) = (text(languages.unwrap_or_default()), custom.unwrap_or_default());
                pb::StopwordsSet { languages, custom, ..Default::default() }
            }
            _ => return Err(newer()),
        })
    }
}

impl Convert<models::StopwordsInterface> for pb::StopwordsSet {
    fn convert(self) -> Result<models::StopwordsInterface, ConvertError> {
        let Self { languages, custom, .. } = self.known()?;
        let mut languages: Vec<models::Language> = languages.into_iter().map(models::Language::from).collect();
        if custom.is_empty()
            && languages.len() == 1
            && let Some(only) = languages.pop()
        {
            return Ok(models::StopwordsInterface::Language(only));
        }
        Ok(models::StopwordsInterface::Set(models::StopwordsSet { languages: Some(languages), custom: Some(custom), ..Default::default() }))
    }
}
