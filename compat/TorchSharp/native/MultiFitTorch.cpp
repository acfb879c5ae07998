// The native half of the TorchSharp stand-in: a C interface over libtorch, compiled as one unit by eng/build-torch-shim.sh.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

#include "calls.h"

#include "factories.h"
#include "tensors.h"
#include "operations.h"
#include "losses.h"
#include "randomness.h"
#include "custom_function.h"
#include "optimizers.h"
#include "runtime.h"
