//! Builds reports from a study: the whole, the evidence matrix, the framework, the respondents, single themes, or
//! what a search found.
//!
//! Nothing here knows a format, reads a clock, or depends on anything but the study, so the same study
//! gives the same report.

use crate::base::ids::CodeId;
use crate::study::Study;
use crate::triangulation::assessment::Assessment;
use crate::triangulation::gather::{Gathered, Theme};

use super::attribution::Attributions;
use super::block::{Block, Report};
use super::quotes::Quotes;
use super::searched::{self, Searched};
use super::{framework, matrix, method, respondents, theme};

/// What a report tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The matrix, every theme, and the method.
    Whole,
    /// Themes by kinds of evidence, under the evaluation questions.
    Matrix,
    /// What each source says on each theme.
    Framework,
    /// Who was heard, by category and case.
    Respondents,
    /// These themes.
    Themes(Vec<CodeId>),
    /// What searches found, and no theme.
    Searches,
}

/// What stands above a report that is not made for the public.
pub const INTERNAL: &str = "INTERNAL, CONFIDENTIAL";

/// What stands above a report in which something is invented.
pub const INVENTED: &str = "INVENTED: sources of this study are fictional";

/// All that the parts of a report are made from.
pub(super) struct Material<'m> {
    pub(super) study: &'m Study,
    pub(super) gathered: &'m Gathered<'m>,
    pub(super) judged: &'m [Assessment],
    pub(super) attributions: Attributions<'m>,
}

impl<'m> Material<'m> {
    /// Returns the themes with their assessments.
    pub(super) fn themes(&self) -> impl Iterator<Item = (&'m Theme<'m>, &'m Assessment)> {
        self.gathered.themes.iter().zip(self.judged)
    }
}

/// Builds a report. `judged` are the assessments of all gathered themes, in their order.
///
/// What searches found is told after the themes that are named, or alone. `asked_for` are the restricted sources that may be shown, as places in [`Study::sources`].
#[must_use]
pub fn build<'m>(
    study: &'m Study,
    gathered: &'m Gathered<'m>,
    judged: &'m [Assessment],
    what: &What,
    found: &[Searched],
    asked_for: &[usize],
) -> Report {
    let material = Material { study, gathered, judged, attributions: Attributions::new(study) };
    let mut quotes = Quotes::new(study, asked_for);
    let mut report = Report { title: study.title(), marks: vec![INTERNAL.to_owned()], ..Report::default() };
    if study.is_invented() {
        report.marks.push(INVENTED.to_owned());
    }
    match what {
        What::Matrix => {
            report.blocks = matrix::blocks(&material);
            report.data = matrix::data(&material);
        }
        What::Framework => {
            report.blocks = framework::blocks(&material, &quotes);
            report.data = framework::data(&material, &quotes);
        }
        What::Respondents => {
            let table = respondents::table(&material);
            report.blocks = respondents::blocks(&material, table.clone());
            report.data = table;
        }
        What::Themes(codes) => {
            report.blocks.push(Block::heading(1, "Themes"));
            let wanted = |theme: &Theme<'_>| codes.contains(&theme.code.id);
            themes(&material, &mut quotes, &mut report, wanted);
        }
        What::Searches => {
            report.blocks.push(Block::heading(1, "Evidence"));
            report.data = searched::data_table();
            for found in found {
                searched::add_data(&mut report.data, &material, &quotes, found);
            }
        }
        What::Whole => {
            report.blocks.push(Block::heading(1, "Evidence matrix"));
            report.blocks.extend(matrix::blocks(&material));
            report.blocks.push(Block::heading(1, "Themes"));
            themes(&material, &mut quotes, &mut report, |_| true);
            report.blocks.push(Block::heading(1, "Respondents and sources"));
            report.blocks.extend(respondents::blocks(&material, respondents::table(&material)));
        }
    }
    for found in found {
        report.blocks.extend(searched::blocks(&material, &quotes, found, 2));
        if matches!(what, What::Themes(_)) {
            searched::add_theme_data(&mut report.data, &material, &quotes, found);
        }
    }
    if study.is_invented() {
        // A table that is all of a report has no room above it for marks.
        report.data.mark("INVENTED");
    }
    report.blocks.push(Block::heading(1, "Method and limits"));
    report.blocks.extend(method::blocks(&material));
    report
}

fn themes(material: &Material<'_>, quotes: &mut Quotes<'_>, report: &mut Report, wanted: impl Fn(&Theme<'_>) -> bool) {
    let mut data = theme::data_table();
    for (theme, found) in material.themes().filter(|(theme, _)| wanted(theme)) {
        let words = quotes.of_theme(material.gathered, theme);
        report.blocks.extend(theme::blocks(material, quotes, theme, found, &words));
        theme::add_data(&mut data, material, theme, found, &words);
    }
    report.data = data;
}
