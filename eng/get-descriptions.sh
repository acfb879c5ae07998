#!/usr/bin/env bash
# get-descriptions.sh LANGUAGE...: fetches Debian's package descriptions in these languages (de, fr, pt_BR, ...) and the package index that
# names each package's section, into artifacts/descriptions. Uses the system's own package sources, but not its lists; needs no rights.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
folder="$root/artifacts/descriptions"
remedy="this sample needs Debian's apt-get and its package sources; check that 'apt-get update' works (details: artifacts/log/descriptions.log)"

missing=()
for language in "$@"; do
  [ -s "$folder/Translation-$language" ] || missing+=("$language")
done
[ ! -s "$folder/Packages" ] || [ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null || fail "there is no apt-get" "$remedy"
say "Fetching Debian's package descriptions: $*"
mkdir -p "$folder/lists/partial"
# Other people's package sources may fail without harm: what counts is whether the files arrived.
quietly "$root/artifacts/log/descriptions.log" apt-get update \
  -o "Dir::State::Lists=$folder/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o "APT::Sandbox::User=$(id -un)" \
  -o Acquire::GzipIndexes=false -o "Acquire::Languages=$(IFS=, && echo "$*")" \
  -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::IndexTargets::deb-src::Sources::DefaultEnabled=false || true

# gather NAME PATTERN: all fetched files of a kind as one, which appears whole or not at all.
gather() {
  compgen -G "$folder/lists/$2" >/dev/null || fail "$1 was not fetched" "$remedy"
  cat "$folder/lists/"$2 >"$folder/$1.partial"
  mv "$folder/$1.partial" "$folder/$1"
}
for language in "$@"; do
  gather "Translation-$language" "*_Translation-$language"
done
gather Packages '*_Packages'
