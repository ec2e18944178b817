#!/usr/bin/env bash
# The tests with faults and random input at ten times their full measure, and a table of what was tried.
#
#   tests/faults.sh [--release] [FAULT…]      # such as: tests/faults.sh A1 C2
#
# TRIPOD_ROUNDS sets another factor. A failure names the seed of its round: set TRIPOD_SEED to it and name
# the test to try that round alone. See docs/faults.md.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=()
if [ "${1:-}" = --release ]; then
    profile=(--release)
    shift
fi

# Where the tests of each fault are: those beside the code, and those of tests/suite.
declare -A beside=(
    [A3]='coding::journal::tests::a_torn_tail'
    [A6]='coding::journal::tests::every_fault'
    [B7]='coding::fold::tests coding::undo::tests'
    [C1]='search::index::damage_tests::each_file search::index::damage_tests::any_files search::index::damage_tests::old_files search::index::damage_tests::an_index_of'
    [C2]='search::index::damage_tests::no_flipped search::live::tests::an_index_with'
    [C3]='search::index::damage_tests::the_old_list'
    [F2]='tui::tests::sizes'
    [F4]='tui::tests::terminal'
    [S1]='search::searchable::operators'
)
declare -A suite=(
    [A1]='durability::killed_writers durability::killed_commands'
    [A2]='durability::a_crash_at durability::a_crash_of'
    [A5]='durability::a_sync_that'
    [A6]='durability::a_refusing durability::a_full pty::a_full'
    [B1]='durability::writers_at durability::commands_at pty::the_workbench_and'
    [B7]='durability::the_order'
    [C2]='damage::'
    [C3]='killed_index::'
    [F1]='pty::the_terminal_is_given pty::the_workbench_ends pty::a_panic pty::stopping pty::a_passage'
    [F2]='pty::sizes_without pty::a_resize'
    [F3]='faults::no_terminal faults::without_a_terminal pty::half_a pty::a_dumb'
    [F4]='faults::no_string faults::nothing_in faults::what_was pty::no_string'
)
faults=("$@")
if [ ${#faults[@]} = 0 ]; then
    faults=(A1 A2 A3 A5 A6 B1 B7 C1 C2 C3 F1 F2 F3 F4 S1)
fi

# A2, A5, C3 and a part of A6 stop the program at its system calls.
if ! command -v strace >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    (apt-get update -qq && apt-get install -y -qq strace) >&2 || printf 'strace could not be installed\n' >&2
fi

export TRIPOD_ROUNDS=${TRIPOD_ROUNDS:-10} INSTA_UPDATE=no RUST_BACKTRACE=0
TRIPOD_TALLY=$(mktemp)
log=$(mktemp)
export TRIPOD_TALLY
trap 'rm -f "$TRIPOD_TALLY" "$log"' EXIT

printf 'building\n' >&2
cargo test --locked "${profile[@]}" --no-run --lib --test suite >&2

failed=0
run() {
    local target=$1
    shift
    # One test at a time: their times are their own then, and nothing waits for another one's work.
    if ! cargo test --locked "${profile[@]}" $target -- --test-threads=1 "$@" >"$log" 2>&1; then
        failed=1
        cat "$log" >&2
    fi
}
for fault in "${faults[@]}"; do
    if [ -z "${beside[$fault]:-}${suite[$fault]:-}" ]; then
        printf 'there is no fault %s: there are A1 A2 A3 A5 A6 B1 B7 C1 C2 C3 F1 F2 F3 F4 S1\n' "$fault" >&2
        exit 2
    fi
    printf '%s %s\n' "$(date +%H:%M:%S)" "$fault" >&2
    # The names are lists on purpose.
    [ -z "${beside[$fault]:-}" ] || run --lib ${beside[$fault]}
    [ -z "${suite[$fault]:-}" ] || run '--test suite' ${suite[$fault]}
done

printf '%-5s %-82s %10s %9s  %s\n' fault what times seconds ended
sort -s -t $'\t' -k1,1 "$TRIPOD_TALLY" | while IFS=$'\t' read -r fault what times seconds ended; do
    printf '%-5s %-82s %10s %9s  %s\n' "$fault" "$what" "$times" "$seconds" "$ended"
done
for fault in "${faults[@]}"; do
    if ! grep -q "^$fault"$'\t' "$TRIPOD_TALLY"; then
        printf '%s was not tried\n' "$fault" >&2
        failed=1
    fi
done
if [ $failed = 1 ]; then
    printf 'not all is well\n' >&2
    exit 1
fi
