//! Which passages hold single terms, whatever else they hold: what resemblance is counted from.

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::schema::{form_term, stem_term};
use super::{GONE, IndexError, Joined};
use crate::base::language::Language;
use crate::search::passages::PassageSet;

impl Joined {
    /// Returns for each term the passages of a set that hold it, in order. A passage holds a term if it has a word
    /// with this form or this stem; in texts without blanks, these two signs side by side.
    ///
    /// Sources that are [`Joined::behind`] are not in.
    ///
    /// # Errors
    /// When the engine fails, even by a panic: the index is then no longer to be trusted.
    pub fn holding(&self, terms: &[(Language, &str)], within: &PassageSet) -> Result<Vec<Vec<u32>>, IndexError> {
        let list = || terms.iter().map(|(language, stem)| self.of_term(*language, stem, within)).collect();
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(list));
        found.unwrap_or(Err(IndexError::Unusable))
    }

    fn of_term(&self, language: Language, stem: &str, within: &PassageSet) -> Result<Vec<u32>, IndexError> {
        let mut passages = Vec::new();
        for (reader, numbers) in self.index.searcher.segment_readers().iter().zip(&self.numbers) {
            let inverted = reader.inverted_index(self.index.fields.words)?;
            for text in [form_term(language, stem), stem_term(language, stem)] {
                let term = Term::from_field_text(self.index.fields.words, &text);
                let Some(mut block) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else { continue };
                while !block.docs().is_empty() {
                    // Documents that were taken out have no number any more.
                    let live = block.docs().iter().filter_map(|&doc| numbers.get(doc as usize));
                    passages.extend(live.filter(|&&number| number != GONE && within.contains(number as usize)));
                    block.advance();
                }
            }
        }
        passages.sort_unstable();
        passages.dedup();
        Ok(passages)
    }
}
