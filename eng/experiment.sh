#!/usr/bin/env bash
# experiment.sh NAME [OPTION…]: runs one of samples/PaperExperiments on ../shared/data (research-only corpora that are not part of this repository). Takes up to
# hours; called again, it goes on where it was. Models, histories and figures.csv are in artifacts/experiments/NAME.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
data="$root/../shared/data"
[ -d "$data" ] || { say "Skipped: ../shared/data is not there"; exit 0; }
[ $# -gt 0 ] || fail "no experiment was named" "bash eng/experiment.sh authors-run"

bash "$root/eng/prepare.sh"
say "Building the experiments"
dotnet build "$root/samples/PaperExperiments" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"
exec dotnet "$root/samples/PaperExperiments/bin/Release/net10.0/PaperExperiments.dll" "$1" "$data" "$root/artifacts/experiments/$1" "${@:2}"
