#!/usr/bin/env bash
# benchmark.sh [NAME…] [OPTION…]: one line a figure, "name<TAB>value<TAB>unit". Without names all of them; --list says which there are. Each runs in a process of
# its own, so that none sees the memory of another. docs/performance.md records the figures.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
project="$root/tests/Microsoft.ML.MultiFit.Benchmarks"
program="$project/bin/Release/net10.0/Microsoft.ML.MultiFit.Benchmarks.dll"

names=() options=()
while [ $# -gt 0 ]; do
  case $1 in
    --list | -h | --help) options+=("$1") ;;
    --*=*) options+=("$1") ;;
    --*) options+=("$1" "${2:-}") && shift ;;
    *) names+=("$1") ;;
  esac
  shift || break
done

bash "$root/eng/prepare.sh"
say "Building the benchmarks"
dotnet build "$project" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null || fail "the build failed" "see the messages above"

case " ${options[*]-} " in *" --list "* | *" -h "* | *" --help "*) exec dotnet "$program" "${options[@]}" ;; esac
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(dotnet "$program" --list | cut -f1)
for name in "${names[@]}"; do
  say "$name"
  dotnet "$program" "$name" ${options[@]+"${options[@]}"}
done
