using System.Reflection;
using Microsoft.ML.MultiFit;
using Microsoft.ML.Runtime;

// ML.NET reads these when a model file names this assembly, so that Model.Load needs no help from the application. The attribute's type is
// internal to Microsoft.ML.Core: the runtime lets it pass because of the first line, the compiler because of eng/OpenReference.
[assembly: System.Runtime.CompilerServices.IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: Microsoft.ML.LoadableClass(typeof(MultiFitTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(MultiFitTransformer), MultiFitTransformer.LoaderSignature)]
[assembly: Microsoft.ML.LoadableClass(typeof(LanguageModelTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(LanguageModelTransformer), LanguageModelTransformer.LoaderSignature)]
[assembly: Microsoft.ML.LoadableClass(typeof(VectorClassifierTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(VectorClassifierTransformer), VectorClassifierTransformer.LoaderSignature)]
[assembly: Microsoft.ML.LoadableClass(typeof(LaserTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(LaserTransformer), LaserTransformer.LoaderSignature)]
[assembly: Microsoft.ML.LoadableClass(typeof(SentencePieceTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(SentencePieceTransformer), SentencePieceTransformer.LoaderSignature)]
[assembly: Microsoft.ML.LoadableClass(typeof(CrossLingualEmbeddingTransformer), null, typeof(Microsoft.ML.SignatureLoadModel), nameof(CrossLingualEmbeddingTransformer), CrossLingualEmbeddingTransformer.LoaderSignature)]

namespace System.Runtime.CompilerServices
{
    /// <summary>Tells the runtime to let this assembly use the internal types of another. Known to the runtime by its name.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}

namespace Microsoft.ML.MultiFit
{
    /// <summary>Makes the loaders of this assembly known to an environment, by whichever way the runtime allows.</summary>
    internal static class Loaders
    {
        private static readonly (Type Transformer, string Signature)[] s_loaders =
        [
            (typeof(MultiFitTransformer), MultiFitTransformer.LoaderSignature),
            (typeof(LanguageModelTransformer), LanguageModelTransformer.LoaderSignature),
            (typeof(VectorClassifierTransformer), VectorClassifierTransformer.LoaderSignature),
            (typeof(LaserTransformer), LaserTransformer.LoaderSignature),
            (typeof(SentencePieceTransformer), SentencePieceTransformer.LoaderSignature),
            (typeof(CrossLingualEmbeddingTransformer), CrossLingualEmbeddingTransformer.LoaderSignature),
        ];

        /// <summary>Registers the loaders; a second time changes nothing.</summary>
        public static void Register(IHostEnvironment environment)
        {
            ArgumentNullException.ThrowIfNull(environment);
            var assembly = typeof(Loaders).Assembly;
            bool attributesAreSeen = assembly.GetCustomAttributes(MLNetInternals.LoaderAttributeType, false).Length > 0;
            environment.ComponentCatalog.RegisterAssembly(attributesAreSeen ? assembly : CreateAssembly());
        }

        /// <summary>What to register where the runtime filters the attributes of the real assembly out.</summary>
        internal static Assembly CreateAssembly() =>
            new LoaderAssembly([.. s_loaders.Select(loader => MLNetInternals.CreateLoaderAttribute(loader.Transformer, loader.Signature))]);

        /// <summary>An assembly that consists of loader attributes alone. A component catalog asks for nothing else.</summary>
        private sealed class LoaderAssembly(Attribute[] attributes) : Assembly
        {
            private static readonly AssemblyName s_name = new("Microsoft.ML.MultiFit.Loaders, Version=1.0.0.0");

            public override string FullName => s_name.FullName;

            public override AssemblyName GetName() => s_name;

            public override Type[] GetTypes() => [];

            public override object[] GetCustomAttributes(Type attributeType, bool inherit)
            {
                var found = attributes.Where(attributeType.IsInstanceOfType).ToArray();
                var typed = (object[])Array.CreateInstance(attributeType, found.Length);
                found.CopyTo(typed, 0);
                return typed;
            }
        }
    }
}
