//! `init`: an empty study with a starter codebook.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::base::disk::Access;
use crate::base::shown::Shown;
use crate::study::Layout;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `init` takes.
#[derive(Args, Debug)]
pub(super) struct InitArgs {
    /// The folder; made where it is absent
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The study's title
    #[arg(long)]
    title: Option<String>,
}

const CODEBOOK: &str = include_str!("init/codebook.toml");
const MANIFEST: &str = include_str!("init/study.toml");

/// Sources and journals go through version control byte for byte: other line ends would move positions.
const ATTRIBUTES: &str =
    "interviews/** -text\ndesk-review/** -text\nobservations/** -text\ncodings/** -text\n*.csv -text\n";
const IGNORE: &str = "# What the program makes for itself is never in this folder; this is for your own scratch files.\n*.rejected.csv\n.DS_Store\n";

pub(super) fn run(args: &InitArgs, session: &mut Session) -> Result<Answer, Failure> {
    let disk = session.host().disk.clone();
    let dir = session.named_study().map_or_else(|| args.dir.clone(), Path::to_owned);
    let layout = Layout::new(&dir);
    if disk.stat(&layout.at(Layout::MANIFEST)).is_ok() {
        let message = format!("{} is a study already; nothing was changed", dir.display());
        return Err(Failure::usage(message).hint("open it with: tripod"));
    }
    disk.make_folder(&dir, Access::Shared)?;
    for folder in ["interviews", "desk-review", "observations", Layout::CODEBOOKS, Layout::JOURNALS] {
        disk.make_folder(&layout.at(folder), Access::Shared)?;
    }
    let title = args.title.clone().unwrap_or_else(|| folder_name(&dir));
    let title = toml_edit::Value::from(title).to_string();
    let manifest = MANIFEST.replace("\"TITLE\"", title.trim());
    let files = [
        (Layout::CODEBOOKS.to_owned() + "/codebook.toml", CODEBOOK.to_owned()),
        (".gitattributes".to_owned(), ATTRIBUTES.to_owned()),
        (".gitignore".to_owned(), IGNORE.to_owned()),
        // Last, because it makes the folder a study.
        (Layout::MANIFEST.to_owned(), manifest),
    ];
    for (path, text) in files {
        match disk.create(&layout.at(&path), text.as_bytes(), Access::Shared) {
            Ok(()) => {}
            // What is there already is the user's own and stays.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                session.say(Shown::line(&format!("left as it is: {path}")))?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    session.say(Shown::line(&format!("a new study in {}", dir.display())))?;
    session.say(
        "next: put interviews in with: tripod import FILE… --as interview, then open the workbench with: tripod",
    )?;
    Ok(Answer::Yes)
}

fn folder_name(dir: &Path) -> String {
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
