//! The place in a list: what is chosen, and what is scrolled to.

use super::keys::action::Action;

/// A place in a list of which the length is known from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// The chosen line.
    pub at: usize,
    /// The first visible line.
    pub top: usize,
}

impl ListPlace {
    /// Does what an action of lists asks for; tells whether it was one.
    pub fn act(&mut self, action: Action, count: usize, length: usize, height: usize) -> bool {
        let page = height.saturating_sub(1).max(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(count),
            Action::Down => self.at.saturating_add(count),
            Action::PageUp => self.at.saturating_sub(page.saturating_mul(count)),
            Action::PageDown => self.at.saturating_add(page.saturating_mul(count)),
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => return false,
        };
        self.keep(length, height);
        true
    }

    /// Keeps the place inside a list, and the chosen line inside the panel.
    pub fn keep(&mut self, length: usize, height: usize) {
        self.at = self.at.min(length.saturating_sub(1));
        let height = height.max(1);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // No empty lines at the end while there are some to show above.
        self.top = self.top.min(length.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_line_is_always_there_and_visible() {
        let mut place = ListPlace::default();
        let steps = [Action::Last, Action::PageUp, Action::Down, Action::First, Action::Up, Action::PageDown];
        for length in [0, 1, 5, 100] {
            for height in [0, 1, 7] {
                for action in steps {
                    place.act(action, 3, length, height);
                    assert!(place.at < length.max(1) && place.top <= place.at);
                    assert!(place.at < place.top + height.max(1));
                }
            }
        }
        assert!(!place.act(Action::Help, 1, 1, 1));
    }
}
