#!/usr/bin/env bash
# gpu-benchmark.sh [OPTION…]: training steps and pooling on the processor and on an NVIDIA GPU, one line a figure, "name<TAB>value<TAB>unit". The tensor library is
# the CUDA build in $LIBTORCH (a libtorch folder, or the torch folder of a PyTorch package); without it the one of python3. With GPU_PUBLISH=FOLDER
# nothing is measured: the program goes there with all it needs but the tensor library, for a CUDA machine without a .NET SDK.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
project="$root/tests/Microsoft.ML.MultiFit.Benchmarks"

export LIBTORCH="${LIBTORCH:-$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2>/dev/null || true)}"
[ -n "$LIBTORCH" ] || fail "there is no CUDA build of the tensor library" "set LIBTORCH to a libtorch folder, or install PyTorch for python3"
[ -f "$LIBTORCH/lib/libtorch_cuda.so" ] || fail "$LIBTORCH has no lib/libtorch_cuda.so" "set LIBTORCH to a CUDA build of libtorch or PyTorch"

bash "$root/eng/prepare.sh" >&2
published="${GPU_PUBLISH:-$root/artifacts/gpu-benchmark}"
say "Building the benchmarks"
dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:UseAppHost=true -o "$published" -v quiet --nologo "-clp:ErrorsOnly;NoSummary" >&2 </dev/null \
  || fail "the build failed" "see the messages above"
[ -z "${GPU_PUBLISH:-}" ] || exit 0
exec "$published/Microsoft.ML.MultiFit.Benchmarks" gpu "$@"
