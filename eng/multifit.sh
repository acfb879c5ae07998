#!/usr/bin/env bash
# multifit.sh ARGS...: the command line 'multifit' from a checkout, built when needed. Files are relative to the caller's directory.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
project="$root/src/Microsoft.ML.MultiFit.Cli"
program="$project/bin/Release/net10.0/multifit.dll"
stamp="$root/artifacts/multifit.built"

up_to_date() {
  [ -f "$program" ] && [ -f "$stamp" ] && [ -f "$root/eng/packages.local.props" ] &&
    [ -z "$(find "$root/src" "$root/compat" "$root/eng" "$root"/Directory.* \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

build() {
  bash "$root/eng/prepare.sh"
  say "Building the command line"
  touch "$stamp.next"
  dotnet build "$project" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"
  mv "$stamp.next" "$stamp"
}

# Two commands started at once build one after the other.
if ! up_to_date; then
  mkdir -p "$root/artifacts"
  (
    flock 9
    up_to_date || build
  ) 9>"$root/artifacts/multifit.lock"
fi
exec dotnet "$program" "$@"
