using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Filling with random numbers.
    public unsafe partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => New(Shim.mt_bernoulli(Handle, Generator.HandleOf(generator)), generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Changed(Shim.mt_bernoulli_(Handle, p, Generator.HandleOf(generator)), generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            Changed(Shim.mt_bernoulli_tensor_(Handle, p.Handle, Generator.HandleOf(generator)), p, generator);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Changed(Shim.mt_normal_(Handle, mean, std, Generator.HandleOf(generator)), generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Changed(Shim.mt_uniform_(Handle, from, to, Generator.HandleOf(generator)), generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            New(Shim.mt_multinomial(Handle, num_samples, replacement ? 1 : 0, Generator.HandleOf(generator)), generator);
    }
}
