//! How a source is named beside its words: by name only where that was agreed, else by attributes that
//! enough respondents share.
//!
//! A combination of attributes is told only if it fits at least as many people of the study as
//! `[disclosure] minimum` says, planned ones included. It is generalised in a fixed order (case to
//! region, then without case, then without category) until it does.

use std::collections::BTreeMap;

use crate::base::ids::{Case, Category, Kind};
use crate::source::{Description, Use};
use crate::study::{Source, Study};

/// The leg on which respondents speak; on other legs no person is exposed by an attribute.
const SAID: &str = "said";

/// What is told of one respondent, for counting.
struct Respondent {
    kind: Option<Kind>,
    cases: Vec<Case>,
    categories: Vec<Category>,
    people: usize,
}

impl Respondent {
    fn new(kind: Option<Kind>, about: &Description) -> Self {
        Self {
            kind,
            cases: about.cases.clone(),
            categories: about.categories.clone(),
            people: about.people.unwrap_or(1).max(1),
        }
    }
}

/// All that is needed to name any source of a study.
pub struct Attributions<'s> {
    study: &'s Study,
    respondents: Vec<Respondent>,
    /// The region of each case, where the study declares groups of cases.
    regions: BTreeMap<&'s str, &'s str>,
}

impl<'s> Attributions<'s> {
    /// Counts the respondents of a study.
    #[must_use]
    pub fn new(study: &'s Study) -> Self {
        let heard = study.sources().iter().filter(|source| !source.is_withdrawn() && source.leg == SAID);
        let planned = study.planned().iter().map(|planned| Respondent::new(planned.about.kind.clone(), &planned.about));
        let respondents = heard.map(|source| Respondent::new(Some(source.kind.clone()), &source.about)).chain(planned);
        let groups = study.manifest().attributes.get("case").into_iter().flat_map(|attribute| &attribute.groups);
        let regions =
            groups.flat_map(|(region, cases)| cases.iter().map(move |case| (case.as_str(), region.as_str()))).collect();
        Self { study, respondents: respondents.collect(), regions }
    }

    /// Names a source as its use allows, with `INVENTED` where it is fictional.
    #[must_use]
    pub fn of(&self, source: &Source) -> String {
        let named = match source.about.usage {
            Use::Attributed => attributed(source),
            Use::Anonymous | Use::Background | Use::Withdrawn if source.leg == SAID => self.shared(source),
            Use::Anonymous | Use::Background | Use::Withdrawn => unnamed(source),
        };
        if source.about.fictional { format!("{named} (INVENTED)") } else { named }
    }

    /// The most that can be told of a respondent without telling who it is.
    fn shared(&self, source: &Source) -> String {
        let about = &source.about;
        let category = if let [category] = about.categories.as_slice() { Some(category) } else { None };
        let case = if let [case] = about.cases.as_slice() { Some(case) } else { None };
        let region = case.and_then(|case| self.regions.get(case.as_str()).copied());
        let place = |case: Option<&Case>, region: Option<&str>| {
            case.map(ToString::to_string).or_else(|| region.map(str::to_owned))
        };
        let tries = [(category, case, None), (category, None, region), (category, None, None), (None, None, region)];
        for (category, case, region) in tries {
            let told: Vec<String> = category.map(ToString::to_string).into_iter().chain(place(case, region)).collect();
            if !told.is_empty() && self.number(&source.kind, category, case, region) >= self.minimum() {
                return format!("{}, {}", source.kind, told.join(", "));
            }
        }
        "a respondent".to_owned()
    }

    fn minimum(&self) -> usize {
        self.study.manifest().disclosure.minimum
    }

    /// Counts the people that a combination of attributes fits.
    fn number(&self, kind: &Kind, category: Option<&Category>, case: Option<&Case>, region: Option<&str>) -> usize {
        let in_region = |cases: &[Case]| cases.iter().any(|case| self.regions.get(case.as_str()).copied() == region);
        self.respondents
            .iter()
            .filter(|other| other.kind.as_ref().is_none_or(|other| other == kind))
            .filter(|other| category.is_none_or(|category| other.categories.contains(category)))
            .filter(|other| case.is_none_or(|case| other.cases.contains(case)))
            .filter(|other| region.is_none() || in_region(&other.cases))
            .map(|other| other.people)
            .sum()
    }
}

fn attributed(source: &Source) -> String {
    let about = &source.about;
    let mut told = vec![source.title().to_owned()];
    told.extend(about.issuer.clone());
    told.extend(about.event.clone());
    told.extend(about.categories.iter().map(ToString::to_string));
    told.extend(about.cases.iter().map(ToString::to_string));
    told.extend(about.date.clone());
    told.push(source.id.to_string());
    told.dedup();
    told.join(", ")
}

/// A document or an observation without its name: its kind, and its type where it has one.
fn unnamed(source: &Source) -> String {
    match source.about.keys.texts("type") {
        [kind, ..] => format!("{}, {kind}", source.kind),
        [] => format!("a source of kind {}", source.kind),
    }
}
