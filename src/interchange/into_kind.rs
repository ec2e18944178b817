//! Where sources of a kind go in a study, and when nothing may be brought in.

use std::collections::BTreeMap;

use crate::base::ids::Kind;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::study::{KindRule, Study};

use super::Wanted;

/// Refuses to import into a study that a newer program wrote.
///
/// # Errors
/// When that is so.
pub fn may_import(study: &Study) -> Result<(), Problem> {
    match study.write_barrier() {
        Some(barrier) => Err(usage(format!("nothing is imported: {barrier}"), "update tripod")),
        None => Ok(()),
    }
}

/// Returns the attributes that a study declares, with their values.
#[must_use]
pub fn declared(study: &Study) -> BTreeMap<String, Vec<String>> {
    study.manifest().attributes.iter().map(|(name, attribute)| (name.clone(), attribute.values.clone())).collect()
}

/// Returns the folder for sources of a kind, and adds the key that names the kind where its folder does not.
///
/// # Errors
/// When the study has no such kind, or no folder for it.
pub fn folder_for<'s>(study: &'s Study, kind: &str, wanted: &mut Wanted) -> Result<&'s str, Problem> {
    let rule = kind_named(study, kind)?;
    if rule.folder.is_none() {
        // A kind without a folder of its own lives in that of another, and says what it is.
        wanted.keys.push(("kind".to_owned(), rule.name.to_string()));
    }
    rule.folder.as_deref().map_or_else(|| shared_folder(study, rule), Ok)
}

fn kind_named<'s>(study: &'s Study, name: &str) -> Result<&'s KindRule, Problem> {
    let manifest = study.manifest();
    manifest.kind(&Kind::from(name)).ok_or_else(|| {
        let names: Vec<&str> = manifest.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let hint = did_you_mean(name, names.iter().copied());
        usage(
            format!("the study has no kind '{name}'"),
            &hint.unwrap_or_else(|| format!("it has: {}", names.join(", "))),
        )
    })
}

/// Returns the folder for a kind that has none: that of a kind on the same leg, else the first.
fn shared_folder<'s>(study: &'s Study, rule: &KindRule) -> Result<&'s str, Problem> {
    let kinds = &study.manifest().kinds;
    let same_leg = kinds.iter().filter(|kind| kind.leg == rule.leg).find_map(|kind| kind.folder.as_deref());
    same_leg.or_else(|| kinds.iter().find_map(|kind| kind.folder.as_deref())).ok_or_else(|| {
        usage("no kind of the study has a folder for sources".to_owned(), "give one a folder in study.toml")
    })
}

fn usage(message: String, hint: &str) -> Problem {
    Problem::error("usage", "", message).hint(hint)
}
