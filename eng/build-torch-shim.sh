#!/usr/bin/env bash
# Compiles the native half of compat/TorchSharp against libtorch: the system's, or the one below $LIBTORCH (include/ and lib/).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
source_dir=$root/compat/TorchSharp/native
out=$root/artifacts/torch/libMultiFitTorch.so
packages="g++ libtorch-dev libopenblas0-openmp"

fail() {
  echo "build-torch-shim: $1" >&2
  echo "build-torch-shim: on Debian: apt-get install -y --no-install-recommends $packages" >&2
  exit 1
}

compiler=${CXX:-g++}
command -v "$compiler" >/dev/null || fail "no C++ compiler ($compiler)."

if [ -n "${LIBTORCH:-}" ]; then
  include=$LIBTORCH/include
  lib=$LIBTORCH/lib
  [ -f "$include/ATen/ATen.h" ] && [ -d "$lib" ] || fail "LIBTORCH=$LIBTORCH has no include/ATen/ATen.h or no lib."
  flags=(-I"$include" -I"$include/torch/csrc/api/include" -L"$lib" -Wl,-rpath,"$lib")
else
  include=/usr/include
  lib=system
  [ -f "$include/ATen/ATen.h" ] || fail "libtorch is not installed."
  flags=(-I"$include/torch/csrc/api/include")
fi
# Where libtorch has CUDA, nothing refers to it by name, so it must be linked on purpose.
[ "$lib" != system ] && [ -f "$lib/libtorch_cuda.so" ] && flags+=(-Wl,--no-as-needed -ltorch_cuda -Wl,--as-needed)

version=$(cksum < "$include/torch/csrc/api/include/torch/version.h") || fail "$include has no torch/version.h."
stamp=$({ cat "$source_dir"/*.cpp "$source_dir"/*.h "$0"; echo "$include $lib $compiler ${CXXFLAGS:-} $version"; } | sha256sum | cut -d' ' -f1)
if [ -f "$out" ] && [ "$(cat "$out.stamp" 2>/dev/null)" = "$stamp" ]; then
  echo "build-torch-shim: up to date ($out)"
  exit 0
fi

echo "build-torch-shim: compiling $source_dir against $include"
mkdir -p "$(dirname "$out")"
temporary=$(mktemp "$out.XXXXXX")
trap 'rm -f "$temporary"' EXIT
"$compiler" -std=c++17 -O2 -ftree-vectorize -fno-math-errno -fPIC -shared -fvisibility=hidden -Wall -Wno-unused-function \
  -D_GLIBCXX_USE_CXX11_ABI=1 "$source_dir/MultiFitTorch.cpp" -o "$temporary" ${CXXFLAGS:-} "${flags[@]}" -ltorch -ltorch_cpu -lc10 \
  || fail "the compiler failed (its messages are above)."
chmod 644 "$temporary"
mv -f "$temporary" "$out"
echo "$stamp" > "$out.stamp"
echo "build-torch-shim: wrote $out"
