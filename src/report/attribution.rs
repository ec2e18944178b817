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

/// What is told of a respondent who is not named.
#[derive(Clone, Copy)]
struct Told<'a> {
    category: Option<&'a Category>,
    case: Option<&'a Case>,
    region: Option<&'a str>,
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

    /// Tells whether a case may stand beside the words of a source: it is named anyway, exposes nobody, or is shared
    /// by enough respondents.
    #[must_use]
    pub fn tells_case(&self, source: &Source, case: &str) -> bool {
        self.may_tell(source, |told| told.case.is_some_and(|told| told.as_str() == case))
    }

    /// Tells the same of a category.
    #[must_use]
    pub fn tells_category(&self, source: &Source, category: &str) -> bool {
        self.may_tell(source, |told| told.category.is_some_and(|told| told.as_str() == category))
    }

    fn may_tell(&self, source: &Source, is_told: impl Fn(&Told<'_>) -> bool) -> bool {
        source.about.usage == Use::Attributed
            || source.leg != SAID
            || self.most(source).is_some_and(|told| is_told(&told))
    }

    /// The most that can be told of a respondent without telling who it is, in words.
    fn shared(&self, source: &Source) -> String {
        let Some(told) = self.most(source) else { return "a respondent".to_owned() };
        let place = told.case.map(ToString::to_string).or_else(|| told.region.map(str::to_owned));
        let told: Vec<String> = told.category.map(ToString::to_string).into_iter().chain(place).collect();
        format!("{}, {}", source.kind, told.join(", "))
    }

    /// The most that can be told of a respondent without telling who it is.
    fn most<'a>(&'a self, source: &'a Source) -> Option<Told<'a>> {
        let about = &source.about;
        let category = if let [category] = about.categories.as_slice() { Some(category) } else { None };
        let case = if let [case] = about.cases.as_slice() { Some(case) } else { None };
        let region = case.and_then(|case| self.regions.get(case.as_str()).copied());
        let told = |category, case, region| Told { category, case, region };
        let tries = [
            told(category, case, None),
            told(category, None, region),
            told(category, None, None),
            told(None, None, region),
        ];
        let is_shared = |told: &Told<'_>| {
            (told.category.is_some() || told.case.is_some() || told.region.is_some())
                && self.number(&source.kind, told.category, told.case, told.region) >= self.minimum()
        };
        tries.into_iter().find(is_shared)
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
