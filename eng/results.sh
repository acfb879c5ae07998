#!/usr/bin/env bash
# results.sh TASK…: trains and evaluates with the command line as a user would, one line of figures per task; docs/results.md records them.
# Tasks: de/books de/dvd de/music yor hau eng. Needs ../shared/data (research-only corpora that are not part of this repository).
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
data="$root/../shared/data"
work="$root/artifacts/results"
seed=1
[ -d "$data" ] || { say "Skipped: ../shared/data is not there"; exit 0; }
[ $# -gt 0 ] || fail "no task was named" "bash eng/results.sh de/books de/dvd de/music yor hau eng"
mkdir -p "$work"

multifit() { bash "$root/eng/multifit.sh" "$@"; }

# pretrain CORPUS LANGUAGE: the language model of a language, learned once.
pretrain() {
  [ -f "$work/$1.multifit" ] && return
  xz -dc "$data/corpora/$1.txt.xz" |
    multifit pretrain --corpus - --preset Small --language "$2" --seed $seed --resume --output "$work/$1.multifit"
}

for task in "$@"; do
  case $task in
    de/*) corpus=de language=de folder="$data/cls/$task" ;;
    yor) corpus=yo language=yo folder="$data/masakhanews/yor" ;;
    hau) corpus=ha language=ha folder="$data/masakhanews/hau" ;;
    eng) corpus=en language=en folder="$data/masakhanews/eng" ;;
    *) fail "there is no task '$task'" "de/books de/dvd de/music yor hau eng" ;;
  esac
  name="${task//\//-}"
  pretrain $corpus $language
  multifit finetune --model "$work/$corpus.multifit" --text "$folder/train.tsv.gz" --seed $seed --resume --output "$work/$name.multifit"
  multifit train --model "$work/$name.multifit" --train "$folder/train.tsv.gz" --validation "$folder/dev.tsv.gz" \
    --seed $seed --resume --output "$work/$name.zip"
  echo "$task $(multifit evaluate --model "$work/$name.zip" --data "$folder/test.tsv.gz" --json)"
done
