//! What comes from outside: keys, mouse, pastes, sizes and signals, each as a message to the loop.

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crossterm::event::{Event, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::keys::chord::Chord;
use super::message::{Message, Mouse, MouseAct};
use super::terminal::{Hold, drawn};

/// How long the loop has to end in order after a signal, before the watch ends the program itself.
const GRACE: Duration = Duration::from_secs(3);

/// Reads the terminal on a thread of its own until it is gone.
pub fn listen(to: Sender<Message>) {
    std::thread::spawn(move || {
        loop {
            let message = match crossterm::event::read() {
                Ok(event) => message(&event),
                Err(_) => Some(Message::InputGone),
            };
            let gone = matches!(message, Some(Message::InputGone));
            let heard = message.is_none_or(|message| to.send(message).is_ok());
            if gone || !heard {
                return;
            }
        }
    });
}

/// Watches for signals on a thread of its own.
///
/// The loop is asked to end in order. If it does not, because the disk or the terminal hangs, the
/// terminal is given back here and the signal does what it would have done.
///
/// # Errors
/// When the handlers cannot be set.
pub fn watch_signals(to: Sender<Message>, hold: Hold) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                _ => Message::Signal(signal),
            };
            let ends = matches!(message, Message::Signal(_));
            let heard = to.send(message).is_ok();
            if ends {
                if heard {
                    std::thread::sleep(GRACE);
                }
                hold.give_back();
                signal_hook::low_level::emulate_default_handler(signal).unwrap_or_default();
            }
        }
    });
    Ok(())
}

/// Ends the program as a signal that was caught would have ended it.
pub fn die_of(signal: i32) {
    signal_hook::low_level::emulate_default_handler(signal).unwrap_or_default();
}

/// Stops the program as the terminal's own key for it would; returns when it goes on.
pub fn stop() {
    signal_hook::low_level::emulate_default_handler(SIGTSTP).unwrap_or_default();
}

/// Turns what the terminal reports into a message.
fn message(event: &Event) -> Option<Message> {
    match event {
        Event::Key(key) => Chord::from_event(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text.clone())),
        Event::Resize(width, height) => {
            let (width, height) = drawn(*width, *height);
            Some(Message::Resize { width, height })
        }
        Event::Mouse(mouse) => {
            let act = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAct::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseAct::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseAct::Release,
                MouseEventKind::ScrollDown => MouseAct::WheelDown,
                MouseEventKind::ScrollUp => MouseAct::WheelUp,
                _ => return None,
            };
            Some(Message::Mouse(Mouse { act, column: mouse.column, row: mouse.row, at: std::time::Instant::now() }))
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}
