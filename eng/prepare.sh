#!/usr/bin/env bash
# Everything a build needs on a Debian machine that has only the .NET SDK. Running it again skips what is done.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

command -v dotnet >/dev/null || fail "the command 'dotnet' is not there" "install the .NET 10 SDK and put it on the PATH"
sdk="$(cd "$root" && dotnet --version 2>/dev/null || true)"
[ "${sdk%%.*}" -ge 10 ] 2>/dev/null || fail "the .NET SDK is '${sdk:-broken}', 10.0 or newer is needed" "install the .NET 10 SDK"

bash "$root/eng/choose-packages.sh"

if grep -q 'StandIns>.*TorchSharp' "$root/eng/packages.local.props"; then
  needed=(g++ libopenblas0-openmp)
  [ -n "${LIBTORCH:-}" ] || needed+=(libtorch-dev)
  install_debian "${needed[@]}" || fail "Debian packages are missing: ${needed[*]}" \
    "run as root or with sudo, or have them installed: apt-get install --no-install-recommends ${needed[*]}"
  bash "$root/eng/build-torch-shim.sh" >&2 || fail "the native part of the TorchSharp stand-in was not built" "see the compiler's messages above"
fi
