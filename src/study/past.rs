//! A study as it was: the entries up to a time, with today's texts and codebook.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::problem::Problem;
use crate::coding::{self, Filed};

use super::open::Study;

impl Study {
    /// Forgets all entries made after a time: a date such as `2026-03-02` (with all of that day, in UTC)
    /// or a time such as `2026-03-02T09:14:07Z`. Nothing is written.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn forget_after(&mut self, until: &str) -> Result<(), Problem> {
        let until = moment(until)?;
        let mut entries = Vec::new();
        for journal in &self.journals {
            let bytes = self.host.disk.read(&self.layout.at(&journal.path)).unwrap_or_default();
            entries.push((journal.path.as_str(), coding::read(&journal.path, &bytes).0.entries));
        }
        let was_made = |at: &str| at.parse::<Timestamp>().is_ok_and(|at| at <= until);
        let filed = entries
            .into_iter()
            .flat_map(|(path, entries)| entries.into_iter().map(move |found| (path, found.entry)))
            .filter(|(_, entry)| was_made(&entry.at))
            .map(|(path, entry)| Filed::held(path, entry));
        (self.state, _) = coding::fold(filed);
        self.placements = std::sync::OnceLock::new();
        // What is here now is not what the journals say, and must not be kept as that.
        self.cache = None;
        Ok(())
    }
}

fn moment(text: &str) -> Result<Timestamp, Problem> {
    let end_of_day = |date: Date| TimeZone::UTC.to_timestamp(date.at(23, 59, 59, 999_999_999)).ok();
    text.parse::<Timestamp>().ok().or_else(|| text.parse::<Date>().ok().and_then(end_of_day)).ok_or_else(|| {
        let message = format!("'{text}' is no date");
        Problem::error("no-date", "", message).hint("write it like 2026-03-02 or 2026-03-02T09:14:07Z")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_holds_all_of_its_day() {
        let day = moment("2026-03-02").unwrap();
        assert!(day > "2026-03-02T23:59:59Z".parse::<Timestamp>().unwrap());
        assert!(day < "2026-03-03T00:00:00Z".parse::<Timestamp>().unwrap());
        assert_eq!(moment("2026-03-02T09:14:07Z").unwrap(), "2026-03-02T09:14:07Z".parse().unwrap());
        assert!(moment("yesterday").is_err());
    }
}
