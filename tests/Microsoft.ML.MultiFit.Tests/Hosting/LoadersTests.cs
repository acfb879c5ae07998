using System.Reflection;

namespace Microsoft.ML.MultiFit.Tests;

public class LoadersTests
{
    [Fact]
    public void The_runtime_shows_the_attributes_of_the_real_assembly()
    {
        var attributes = typeof(MultiFitTransformer).Assembly.GetCustomAttributes(MLNetInternals.LoaderAttributeType, false);
        Assert.Equal(Describe(Loaders.CreateAssembly().GetCustomAttributes(MLNetInternals.LoaderAttributeType, false)), Describe(attributes));
        Assert.Equal(Transformers().Count, attributes.Length);
    }

    [Fact]
    public void Registering_twice_or_both_ways_changes_nothing()
    {
        var ml = new MLContext(1);
        Assert.Same(ml, ml.RegisterMultiFit());
        ml.RegisterMultiFit();
        var other = new MLContext(1);
        other.ComponentCatalog.RegisterAssembly(Loaders.CreateAssembly());
        other.ComponentCatalog.RegisterAssembly(Loaders.CreateAssembly());
        other.ComponentCatalog.RegisterAssembly(typeof(MultiFitTransformer).Assembly, throwOnError: false);
    }

    [Fact]
    public void Loader_signatures_fit_the_file_format()
    {
        var signatures = Transformers().Select(type => (string)type.GetField("LoaderSignature", BindingFlags.Static | BindingFlags.NonPublic)!.GetRawConstantValue()!).ToList();
        Assert.Equal(signatures.Count, signatures.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var signature in signatures)
        {
            Assert.InRange(signature.Length, 1, 24);
            Assert.True(signature.All(char.IsAscii));
        }
    }

    private static List<Type> Transformers() =>
        [.. typeof(MultiFitTransformer).Assembly.GetTypes().Where(type => typeof(ITransformer).IsAssignableFrom(type) && !type.IsAbstract)];

    private static List<string> Describe(object[] attributes) =>
        [.. attributes.Select(attribute => string.Join(' ', attribute.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.Name != "TypeId")
            .Select(property => property.GetValue(attribute) is System.Collections.IEnumerable items and not string
                ? string.Join(',', items.Cast<object>())
                : $"{property.GetValue(attribute)}"))).Order()];
}
