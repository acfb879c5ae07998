#!/usr/bin/env bash
# compare-encodings.sh [MODEL…]: cuts every line of the corpora and labelled sets of ../shared/data and puts it together again, with ours and with Google's
# spm_encode and spm_decode, and prints each line that differs, then the number of lines, "name<TAB>value<TAB>unit". By default with the models of
# ../shared/data/sentencepiece and with some that spm_train learns here with other options. docs/performance.md records a run.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
project="$root/tests/Microsoft.ML.MultiFit.Benchmarks"
data="$root/../shared/data"

[ -d "$data/corpora" ] || { say "Skipped: ../shared/data is absent"; exit 0; }
command -v spm_train >/dev/null || { say "Skipped: spm_train is absent (Debian: apt-get install sentencepiece)"; exit 0; }
folder="$root/artifacts/encodings"
mkdir -p "$folder"

# learn LANG OPTION…
learn() {
  local language="$1" model="$folder/$1"
  shift
  [ ! -f "$model.model" ] || return 0
  say "Learning a vocabulary of $language: $*"
  xz -dc "$data/corpora/$language.txt.xz" >"$model.txt"
  quietly "$model.log" spm_train --input="$model.txt" --model_prefix="$model" --input_sentence_size=20000 --max_sentence_length=8192 --minloglevel=2 "$@"
}

bash "$root/eng/prepare.sh" >&2
say "Building the benchmarks"
dotnet build "$project" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"

models=("$@")
if [ ${#models[@]} -eq 0 ]; then
  learn de --vocab_size=15000 --character_coverage=0.99999 --unk_id=8 --bos_id=-1 --eos_id=-1 --pad_id=-1 \
    --user_defined_symbols=▁xxunk,▁xxpad,▁xxbos,▁xxeos,▁xxrep,▁xxwrep,▁xxup,▁xxmaj
  learn ja --vocab_size=8000 --byte_fallback --split_digits
  learn ru --vocab_size=8000 --treat_whitespace_as_suffix --normalization_rule_name=nmt_nfkc_cf
  learn yo --vocab_size=8000 --normalization_rule_name=identity --add_dummy_prefix=false --remove_extra_whitespaces=false --split_by_whitespace=false
  models=("$data"/sentencepiece/*.model "$folder"/{de,ja,ru,yo}.model)
fi
mapfile -t texts < <(ls "$data"/corpora/*.txt.xz; find "$data" -name '*.tsv.gz' -not -path '*/parallel*' -not -path '*/sentencepiece/*' | sort)
options=()
for model in "${models[@]}"; do options+=(--model "$model"); done
dotnet "$project/bin/Release/net10.0/Microsoft.ML.MultiFit.Benchmarks.dll" compare-encodings "$folder" "${texts[@]}" "${options[@]}"
