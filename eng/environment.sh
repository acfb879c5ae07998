# Sourced by the other scripts: strict mode, the repository's root in $root, and how steps and failures are told.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A build server that outlives the script would keep its output open and a caller waiting.
export MSBUILDDISABLENODEREUSE=1
# The SDK alone does not bring the culture library, and nothing here needs one.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# The threads of the matrix library wait for more work by spinning, some milliseconds by default, and then slow down the kernels of ours that follow on a
# machine with few cores (docs/performance.md).
export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-20000}"

if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then
  export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
fi

# Steps are told on standard error, so that a script's results stay alone on standard output.
say() { echo "==> $*" >&2; }

# fail WHAT REMEDY
fail() {
  echo "error: $1" >&2
  echo "  remedy: $2" >&2
  exit 1
}

# quietly LOG COMMAND...: runs a command with its output in a file, which is shown only if the command fails.
quietly() {
  local log="$1"
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null || {
    local status=$?
    tail -n 40 "$log" >&2
    return $status
  }
}

# install_debian PACKAGE...: installs those of the packages that are missing; fails if that is impossible.
install_debian() {
  local missing=() package as_root=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || return 1
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null || return 1
  say "Installing Debian packages: ${missing[*]}"
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
  quietly "$root/artifacts/log/apt-install.log" "${install[@]}" 2>/dev/null && return 0
  say "Refreshing the list of Debian packages first"
  quietly "$root/artifacts/log/apt-update.log" "${as_root[@]}" apt-get update || true
  quietly "$root/artifacts/log/apt-install.log" "${install[@]}"
}
