#!/usr/bin/env bash
# Decides once which of the real packages this machine can use, and writes the answer to eng/packages.local.props. What it cannot use is
# stood in for by the projects under compat/. Delete that file to decide again.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

answer="$root/eng/packages.local.props"
[ ! -e "$answer" ] || exit 0
work="$root/artifacts/choose-packages"

# restores NAME PACKAGE...: whether the feed gives these packages, in the versions of Directory.Packages.props.
restores() {
  local folder="$work/$1"
  shift
  mkdir -p "$folder"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
    printf '<PackageReference Include="%s" />\n' "$@"
    echo '</ItemGroup></Project>'
  } >"$folder/probe.csproj"
  dotnet restore "$folder/probe.csproj" -p:StandIns=none -p:BringLibTorch=false >"$folder/restore.log" 2>&1 </dev/null
}

# newest FAMILY FILE: the newest symbol version of a family, such as GLIBCXX_3.4.30, that a library names.
newest() { { grep -aoE "$1_[0-9]+(\.[0-9]+)+" "$2" || true; } | sort -uV | tail -n 1; }

# older_than_needed FAMILY BINDING LIBRARY: says which symbol version the binding needs and the system's library lacks.
older_than_needed() {
  local needed offered
  needed="$(newest "$1" "$2")"
  offered="$(newest "$1" "$3")"
  [ -n "$needed" ] && [ "$(printf '%s\n' "$needed" "$offered" | sort -V | tail -n 1)" != "$offered" ] || return 1
  echo "its native binding needs $needed, this system has ${offered:-none}"
}

system_library() { ldconfig -p 2>/dev/null | sed -n "s|.*$1 (libc6,x86-64.*=> ||p" | head -n 1; }

# why_no_torch: prints why the real TorchSharp cannot be used here; nothing when it can.
why_no_torch() {
  if [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "there is none for $(uname -sm)"
    return
  fi
  restores torchsharp TorchSharp || { echo "the package feed does not have it"; return; }
  local packages binding
  packages="$(dotnet nuget locals global-packages --list | sed 's/^global-packages: *//')"
  binding="$(find "$packages/torchsharp" -path '*linux-x64*' -name libLibTorchSharp.so 2>/dev/null | sort -V | tail -n 1)"
  [ -n "$binding" ] || { echo "the package has no native binding for Linux"; return; }
  older_than_needed GLIBCXX "$binding" "$(PATH="$PATH:/sbin:/usr/sbin" system_library 'libstdc++.so.6')" && return
  older_than_needed GLIBC "$binding" "$(PATH="$PATH:/sbin:/usr/sbin" system_library 'libc.so.6')" && return
  say "Fetching libtorch from the package feed (about 200 MB, once)"
  restores libtorch TorchSharp libtorch-cpu-linux-x64 || echo "the package feed does not have libtorch-cpu-linux-x64"
}

say "Looking which of the real packages this machine can use (once)"
restores always System.CommandLine Spectre.Console xunit System.Numerics.Tensors || {
  tail -n 5 "$work/always/restore.log" >&2
  fail "the package feed does not answer, or lacks packages that are always needed" \
    "check the network and 'dotnet nuget list source', then run this again (details: artifacts/choose-packages/always/restore.log)"
}

stand_ins=()
reasons=()
if ! restores mlnet Microsoft.ML Microsoft.ML.Tokenizers; then
  stand_ins+=(Microsoft.ML)
  reasons+=("Microsoft.ML: the package feed does not have it")
fi

torch_reason="$(why_no_torch)"
if [ -n "$torch_reason" ]; then
  stand_ins+=(TorchSharp)
  reasons+=("TorchSharp: $torch_reason")
fi

choice=none
if [ ${#stand_ins[@]} -gt 0 ]; then
  choice="$(IFS=';' && echo "${stand_ins[*]}")"
  say "Stand-ins for $(IFS=';' && echo "${reasons[*]}")"
else
  say "All real packages are usable: no stand-ins"
fi

printf '<Project>\n  <PropertyGroup>\n    <StandIns>%s</StandIns>\n  </PropertyGroup>\n</Project>\n' "$choice" >"$answer.$$"
mv "$answer.$$" "$answer"
