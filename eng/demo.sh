#!/usr/bin/env bash
# The main job on German package descriptions: vocabulary, language model, classifier, saved model, predictions.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

bash "$root/eng/prepare.sh"
bash "$root/eng/get-descriptions.sh" de
say "Building the sample"
dotnet build "$root/samples/QuickStart" -c Release -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 || fail "the build failed" "see the messages above"
say "Running the sample"
exec dotnet "$root/samples/QuickStart/bin/Release/net10.0/QuickStart.dll" "$root/artifacts/descriptions" "$root/artifacts/quickstart"
