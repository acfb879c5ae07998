using System.Reflection;

namespace Microsoft.ML.MultiFit;

/// <summary>What a transformer's part of a model file begins with: which loader reads it, and which versions it understands.</summary>
/// <param name="Signature">Eight characters that mark the format. Never change them.</param>
/// <param name="LoaderSignature">The name the loader is registered under, at most 24 ASCII characters. Never change it.</param>
/// <param name="Written">The version that is written.</param>
/// <param name="ReadableBy">The oldest version whose reader understands what is written.</param>
/// <param name="Reads">The oldest version that is still read.</param>
internal sealed record ModelVersion(string Signature, string LoaderSignature, uint Written, uint ReadableBy, uint Reads)
{
    /// <summary>The same as ML.NET's own structure, whose type is not public.</summary>
    public object ToVersionInfo(ConstructorInfo constructor) =>
        constructor.Invoke([Signature, Written, ReadableBy, Reads, typeof(ModelVersion).Assembly.FullName, LoaderSignature, null]);
}
