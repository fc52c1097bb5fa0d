#!/usr/bin/env bash
# How long a consumer's build takes: a program that reads one event, built from scratch with this crate, with what typify alone makes of
# the schemas (`reading/src/plain.rs`), and with this crate as it was at a revision, if one is given. Builds in a temporary folder, in
# turns; prints the median of wall-clock and CPU seconds.
#
#     benches/compile_time.sh [ROUNDS] [dev|release] [REVISION]
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
rounds="${1:-3}"
profile="${2:-dev}"
folder="$(mktemp -d)"
consumers=(console_events_consumer plain_consumer)

clean_up() {
    git -C "$root" worktree remove --force "$folder/revision" 2> /dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

# consumer NAME TYPE DEPENDENCIES MODULES EXPRESSION [CHECKOUT]: a package that prints what EXPRESSION reads as a TYPE.
consumer() {
    mkdir -p "$folder/$1/src"
    cp "${6:-$root}/Cargo.lock" "$folder/$1/"
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s\n' "$1" "$3" > "$folder/$1/Cargo.toml"
    printf '%s\nfn main() {\n    let read: Result<%s, _> = %s;\n    println!("{read:?}");\n}\n' "${4:-}" "$2" "$5" > "$folder/$1/src/main.rs"
}

input='std::io::read_to_string(std::io::stdin()).unwrap().as_bytes()'
consumer console_events_consumer console_events::ConsoleEvent "console-events = { path = \"$root\" }" \
    "" "console_events::ConsoleEvent::from_slice($input)"
consumer plain_consumer plain::Tagged $'serde = { version = "1", features = ["derive"] }\nserde_json = "1"' \
    "mod plain;" "serde_json::from_slice($input)"
cp "$root/benches/reading/src/plain.rs" "$folder/plain_consumer/src/"
if [ -n "${3:-}" ]; then
    git -C "$root" worktree add --quiet --detach "$folder/revision" "$3"
    consumer before_consumer console_events::ConsoleEvent "console-events = { path = \"$folder/revision\" }" \
        "" "console_events::ConsoleEvent::from_slice($input)" "$folder/revision"
    consumers+=(before_consumer)
fi

# build NAME: appends the seconds of one build to the package's list.
build() {
    cd "$folder/$1"
    local TIMEFORMAT='%R %U %S'
    { time CARGO_TARGET_DIR=target cargo build --quiet --offline --profile "$profile" 2> errors; } 2>> "$2"
}

median() { sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

echo "$rounds rounds, profile $profile; median seconds: wall clock, CPU"
for ((round = 0; round < rounds; round++)); do
    for name in "${consumers[@]}"; do
        rm -rf "$folder/$name/target"
        build "$name" "$folder/$name.scratch"
        # Once more, with what others wrote (serde, serde_json) built already.
        (cd "$folder/$name" && cargo tree --offline --prefix none --edges normal | awk '/ \(\// { print "--package", $1 }' | sort -u |
            CARGO_TARGET_DIR=target xargs cargo clean --quiet --offline --profile "$profile")
        build "$name" "$folder/$name.own"
    done
done
for name in "${consumers[@]}"; do
    for what in scratch own; do
        list="$folder/$name.$what"
        printf '%-26s %-8s %6s %6s\n' "$name" "$what" "$(awk '{ print $1 }' "$list" | median)" "$(awk '{ print $2 + $3 }' "$list" | median)"
    done
done
