#!/usr/bin/env bash
# experiment.sh NAME [--OPTION VALUE]…: runs one of samples/PaperExperiments on ../shared/data (research-only corpora that are not part of this repository). Takes up to
# hours; called again, it goes on where it was. Models, figures and report.html are in artifacts/experiments/NAME. docs/experiments.md says what each is.
#   bootstrapping     students of a teacher from parallel text (Tables 3 and 6); --languages de,fr,ha,…, --seeds COUNT, --unlabelled documents|corpus,
#                     --labels given|balanced
#   parallel-eval     sentence retrieval by the embeddings of the teachers
#   noise             wrong labels, with and without pretraining (Figure 3); --step SHARE, --seeds COUNT, --epoch best|last
#   tokenization      pieces of words against whole words (Table 7); --seeds COUNT
#   pretraining-size  more and less text to pretrain on (Table 5); --sizes all,none,half,quarter,"all in both directions",
#                     --products books,dvd,music
#   authors-run       the authors' own program on a small model
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
data="$root/../shared/data"
case "${1:-}" in
  "" | -h | --help) sed -n '2,/^source/s/^# \?//p' "${BASH_SOURCE[0]}"; exit 0 ;;
esac
[ -d "$data" ] || { say "Skipped: ../shared/data is not there"; exit 0; }

bash "$root/eng/prepare.sh"
say "Building the experiments"
dotnet build "$root/samples/PaperExperiments" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"
exec dotnet "$root/samples/PaperExperiments/bin/Release/net10.0/PaperExperiments.dll" "$1" "$data" "$root/artifacts/experiments" "${@:2}"
