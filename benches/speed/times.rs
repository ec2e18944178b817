//! How long something took, over many repetitions.

use std::time::{Duration, Instant};

/// What was measured, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    sorted: Vec<Duration>,
}

impl Times {
    /// Takes what was measured.
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { sorted: times }
    }

    /// Returns the time that `hundredths` of all are not above.
    pub(crate) fn quantile(&self, hundredths: usize) -> Duration {
        let at = (self.sorted.len() * hundredths).div_ceil(100).saturating_sub(1);
        self.sorted.get(at).copied().unwrap_or_default()
    }

    /// Returns the median.
    pub(crate) fn median(&self) -> Duration {
        self.quantile(50)
    }

    /// Says how they are spread.
    pub(crate) fn spread(&self) -> String {
        let [p50, p90, p99, most] = [50, 90, 99, 100].map(|hundredths| shown(self.quantile(hundredths)));
        match self.sorted.len() {
            0 | 1 => "once".to_owned(),
            few @ 2..10 => format!("p50 {p50}, max {most}, n {few}"),
            some @ 10..100 => format!("p50 {p50}, p90 {p90}, max {most}, n {some}"),
            many => format!("p50 {p50}, p90 {p90}, p99 {p99}, max {most}, n {many}"),
        }
    }
}

/// Measures something some times, after some times that do not count.
pub(crate) fn repeated<E>(before: usize, times: usize, mut what: impl FnMut() -> Result<(), E>) -> Result<Times, E> {
    for _ in 0..before {
        what()?;
    }
    let measured = (0..times)
        .map(|_| {
            let began = Instant::now();
            what().map(|()| began.elapsed())
        })
        .collect::<Result<_, E>>()?;
    Ok(Times::new(measured))
}

/// Writes a time with three digits that count.
pub(crate) fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (number, unit) = match seconds {
        0.0..0.001 => (seconds * 1e6, "µs"),
        0.001..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = match number {
        0.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    format!("{number:.digits$} {unit}")
}
