//! Stop words: one language stands for a set with that language alone.

use crate::convert::{Convert, ConvertError};
use crate::{models, pb};

impl Convert<pb::StopwordsSet> for models::StopwordsInterface {
    fn convert(self) -> Result<pb::StopwordsSet, ConvertError> {
        let text = |languages: Vec<models::Language>| languages.iter().map(|language| language.as_str().to_owned()).collect();
        Ok(match self {
            Self::Language(language) => pb::StopwordsSet { languages: text(vec![language]), custom: Vec::new() },
            Self::Set(models::StopwordsSet { languages, custom }) => {
                pb::StopwordsSet { languages: text(languages.unwrap_or_default()), custom: custom.unwrap_or_default() }
            }
        })
    }
}

impl Convert<models::StopwordsInterface> for pb::StopwordsSet {
    fn convert(self) -> Result<models::StopwordsInterface, ConvertError> {
        let Self { languages, custom } = self;
        let mut languages: Vec<models::Language> = languages.into_iter().map(models::Language::from).collect();
        if custom.is_empty()
            && languages.len() == 1
            && let Some(only) = languages.pop()
        {
            return Ok(models::StopwordsInterface::Language(only));
        }
        Ok(models::StopwordsInterface::Set(models::StopwordsSet { languages: Some(languages), custom: Some(custom) }))
    }
}
