//! Which passages hold which terms: told by the index, or read from the texts.

use std::collections::HashMap;

use super::Ground;
use super::terms::{Reader, Term};
use crate::search::index::{IndexError, Joined};
use crate::search::passages::PassageSet;

/// The passages of each term.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// For each term the numbers of the passages that hold it, in order.
    pub(super) lists: Vec<Vec<u32>>,
    /// Sources whose text could not be read.
    pub(super) unread: usize,
    /// Whether it was stopped before all was looked at.
    pub(super) is_stopped: bool,
}

/// Finds the passages of a set that hold terms: in an index, or in the texts of the sources that are not in it.
///
/// # Errors
/// When the index fails.
pub(super) fn held(
    ground: &dyn Ground,
    index: Option<&Joined>,
    terms: &[Term],
    within: &PassageSet,
    reader: &mut Reader,
    stop: &dyn Fn() -> bool,
) -> Result<Held, IndexError> {
    let mut held = Held { lists: vec![Vec::new(); terms.len()], ..Held::default() };
    let sources: Vec<usize> = match index {
        Some(index) => {
            let wanted: Vec<_> = terms.iter().map(|term| (term.language(), &*term.stem)).collect();
            held.lists = index.holding(&wanted, within)?;
            index.behind().to_vec()
        }
        None => (0..ground.places().sources()).collect(),
    };
    let numbers: HashMap<&Term, usize> = terms.iter().enumerate().map(|(at, term)| (term, at)).collect();
    for source in sources {
        if stop() {
            held.is_stopped = true;
            break;
        }
        read(ground, source, &numbers, within, reader, &mut held);
    }
    if index.is_some_and(|index| !index.behind().is_empty()) {
        held.lists.iter_mut().for_each(|list| list.sort_unstable());
    }
    Ok(held)
}

/// Reads the passages of one source.
fn read(
    ground: &dyn Ground,
    source: usize,
    numbers: &HashMap<&Term, usize>,
    within: &PassageSet,
    reader: &mut Reader,
    held: &mut Held,
) {
    let passages = ground.places().of_source(source);
    if !passages.clone().any(|number| within.contains(number)) {
        return;
    }
    let Some(document) = ground.load(source) else {
        held.unread += 1;
        return;
    };
    for (number, &(span, language)) in passages.zip(&document.passages) {
        if !within.contains(number) {
            continue;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        reader.each(document.text.slice(span), language, &mut |term, _| {
            if let Some(list) = numbers.get(&term).map(|&at| &mut held.lists[at])
                && list.last() != Some(&number)
            {
                list.push(number);
            }
        });
    }
}
