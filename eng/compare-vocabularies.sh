#!/usr/bin/env bash
# compare-vocabularies.sh LANG...: vocabularies of 15,000 pieces, ours and that of Google's spm_train, from the same text of ../shared/data/corpora with the same
# options: pieces shared, log-likelihoods of the text, wall time and peak memory of both, one line a figure, "name<TAB>value<TAB>unit".
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
project="$root/tests/Microsoft.ML.MultiFit.Benchmarks"
corpora="$root/../shared/data/corpora"

[ $# -gt 0 ] || fail "no language is given" "name some of those in ../shared/data/corpora, for example: compare-vocabularies.sh de sw"
[ -d "$corpora" ] || { say "Skipped: ../shared/data/corpora is absent"; exit 0; }
command -v spm_train >/dev/null || { say "Skipped: spm_train is absent (Debian: apt-get install sentencepiece)"; exit 0; }
for language in "$@"; do
  [ -f "$corpora/$language.txt.xz" ] || fail "there is no corpus $language.txt.xz in ../shared/data/corpora" "name one of those that are there"
done

bash "$root/eng/prepare.sh" >&2
say "Building the benchmarks"
dotnet build "$project" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"

folder="$root/artifacts/vocabularies"
mkdir -p "$folder"
for language in "$@"; do
  say "$language"
  dotnet "$project/bin/Release/net10.0/Microsoft.ML.MultiFit.Benchmarks.dll" compare-vocabularies "$corpora/$language.txt.xz" "$language" "$folder"
done
