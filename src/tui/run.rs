//! The loop on a terminal: draw, read, map, update, fulfil.
//!
//! Everything that is there is taken in before the next frame is drawn, so that a burst of keys or of
//! answers costs one frame. [`super::session`] holds what does not need a terminal.

use std::io;
use std::path::PathBuf;

use super::clipboard;
use super::colours::Colours;
use super::comfort::Comfort;
use super::input;
use super::message::{Ending, Message};
use super::session::{Request, Session};
use super::terminal::{Guard, Hold, Screen};
use super::tour::Tour;
use super::view::view;
use crate::base::ids::Coder;
use crate::study::{Host, OpenError};

/// What the workbench is opened on.
pub struct Opening {
    /// The machine.
    pub host: Host,
    /// The study's folder.
    pub root: PathBuf,
    /// Who codes.
    pub coder: Coder,
    /// What things look like.
    pub colours: Colours,
    /// What the user set.
    pub comfort: Comfort,
    /// The tour, where the study is a copy of the sample.
    pub tour: Option<Tour>,
}

/// Why the workbench could not be shown, or not any more.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no study.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no terminal, or it cannot be drawn on.
    #[error("{0}")]
    Terminal(#[from] io::Error),
}

/// Shows the workbench until the user quits. The terminal is given back in any case.
///
/// A signal that asks for the end ends the program as it would have without the workbench, so that a
/// shell or a service sees why.
///
/// # Errors
/// When there is no study or no terminal, or drawing fails.
pub fn run(opening: Opening) -> Result<(), RunError> {
    match show(opening)? {
        Ending::Quit => {}
        Ending::Signal(signal) => input::die_of(signal),
    }
    Ok(())
}

fn show(opening: Opening) -> Result<Ending, RunError> {
    let mut session = Session::new(opening.colours).with_comfort(opening.comfort).with_tour(opening.tour);
    let hold = Hold::default();
    input::watch_signals(session.sender(), hold.clone())?;
    let guard = Guard::take(hold)?;
    let mut screen = guard.screen()?;
    input::listen(session.sender());
    draw(&mut session, &mut screen)?;
    session.open_behind(opening.host, opening.root, opening.coder);
    loop {
        draw(&mut session, &mut screen)?;
        let Some(first) = session.wait() else { return Ok(Ending::Quit) };
        let mut message = Some(first);
        while let Some(next) = message {
            for request in session.take(next) {
                match request {
                    Request::End(ending) => {
                        guard.hold().give_back();
                        let failure = session.failure();
                        // The program ends now: what threads still read or index is waited for by nobody.
                        // Every coding was on the disk before the screen said so.
                        std::mem::forget(session);
                        return failure.map_or(Ok(ending), |error| Err(error.into()));
                    }
                    Request::Redraw => clear(&mut screen)?,
                    Request::Copy(text) => clipboard::copy(&text)?,
                    Request::TakeAgain => {
                        guard.hold().take_again()?;
                        clear(&mut screen)?;
                    }
                    Request::Suspend => {
                        guard.hold().give_back();
                        input::stop();
                        guard.hold().take()?;
                        clear(&mut screen)?;
                    }
                }
            }
            message = session.next();
        }
    }
}

/// Forgets what is on the screen, so that the next frame is drawn whole.
///
/// A resize to the same size does that; the library's own `clear` would ask the terminal for the place of
/// its cursor, and the answer would be swallowed by the thread that reads the keys.
fn clear(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
}

/// Draws a frame in the terminal's present size.
fn draw(session: &mut Session, screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    if (size.width, size.height) != session.model.size {
        session.take(Message::Resize { width: size.width, height: size.height });
    }
    screen.draw(|frame| view(&session.model, frame))?;
    Ok(())
}
