#!/usr/bin/env bash
# Runs every test. The last line is "N passed, N failed" over all test projects.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
results="$root/artifacts/test-results"

bash "$root/eng/prepare.sh"
install_debian sentencepiece python3-sentencepiece || say "Without Debian's packages sentencepiece and python3-sentencepiece the comparisons with them are skipped"

say "Building everything"
dotnet build "$root/Microsoft.ML.MultiFit.sln" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" || fail "the build failed" "see the messages above"

# counter NAME FILE: a number from the result file's summary.
counter() { { grep -o '<Counters [^>]*' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9'; } || true; }

passed=0 failed=0 skipped=0
rm -rf "$results"
while IFS= read -r project; do
  name="$(basename "$project" .csproj)"
  say "Testing $name"
  status=0
  dotnet test "$project" -c Release --no-build -v quiet --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" </dev/null || status=$?
  file="$results/$name.trx"
  total=0 project_failed=0
  if [ -f "$file" ]; then
    total="$(counter total "$file")" project_passed="$(counter passed "$file")"
    executed="$(counter executed "$file")"
    project_failed=$((${executed:-0} - ${project_passed:-0}))
    passed=$((passed + ${project_passed:-0}))
    skipped=$((skipped + ${total:-0} - ${executed:-0}))
  fi
  # A crash, or a project that ran nothing, is a failure even if no test says so.
  if [ "${total:-0}" -eq 0 ] || { [ $status -ne 0 ] && [ $project_failed -eq 0 ]; }; then
    echo "error: $name did not run to its end" >&2
    project_failed=$((project_failed + 1))
  fi
  failed=$((failed + project_failed))
done < <(find "$root/tests" -name '*.Tests.csproj' | sort)

if [ $skipped -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ $failed -eq 0 ] && [ $passed -gt 0 ]
