#!/usr/bin/env bash
# A teacher of one's own: a French word list labels package descriptions, a student learns from it. No labels, a few minutes.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

bash "$root/eng/prepare.sh"
bash "$root/eng/get-descriptions.sh" fr
say "Building the sample"
dotnet build "$root/samples/OwnTeacher" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 || fail "the build failed" "see the messages above"
say "Running the sample"
exec dotnet "$root/samples/OwnTeacher/bin/Release/net10.0/OwnTeacher.dll" "$root/artifacts/descriptions" "$root/artifacts/own-teacher"
