using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class LabelValuesTests
{
    public static TheoryData<object> Columns => new()
    {
        new[] { "b", "a", "ä 𝄞" },
        new[] { 2.5f, -1f, 1e-20f },
        new[] { 2.5, -1.0, 1e-200 },
        new[] { 7, -3, 0 },
        new[] { 7L, long.MinValue, 0 },
        new short[] { 7, -3, 1 },
        new sbyte[] { 7, -3, 1 },
        new byte[] { 7, 255, 1 },
        new ushort[] { 7, 65535, 1 },
        new uint[] { 7, uint.MaxValue, 1 },
        new ulong[] { 7, ulong.MaxValue, 1 },
        new[] { true, false },
        new[] { TimeSpan.FromSeconds(1), TimeSpan.FromDays(-2) },
        new[] { new DateTime(2020, 2, 29), new DateTime(1999, 1, 1) },
        new[] { new DateTimeOffset(2020, 2, 29, 0, 0, 0, TimeSpan.FromHours(2)), new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Values_of_every_type_survive_writing_and_reading(object values) =>
        typeof(LabelValuesTests).GetMethod(nameof(RoundTrip), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(values.GetType().GetElementType()!).Invoke(null, [values]);

    [Fact]
    public void A_key_without_values_has_none()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Label", new KeyDataViewType(typeof(uint), 3));
        Assert.Null(LabelValues.Of(builder.ToSchema()["Label"]));
    }

    [Fact]
    public void Damaged_values_are_refused()
    {
        Assert.Contains("unknown type", Assert.Throws<InvalidDataException>(() => Read([99, 2, 0, 0, 0], 2)).Message);
        Assert.Contains("for 2 classes", Assert.Throws<InvalidDataException>(() => Read([(byte)DataKind.Int32, 255, 255, 255, 127], 2)).Message);
        Assert.Throws<EndOfStreamException>(() => Read([(byte)DataKind.Int32, 255, 255, 255, 127, 1, 2], int.MaxValue));
    }

    private static LabelValues Read(byte[] bytes, int expectedCount) => LabelValues.Read(new BinaryReader(new MemoryStream(bytes)), expectedCount);

    private static void RoundTrip<T>(T[] values)
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(values.Select(value => new Row<T> { Label = value }));
        var schema = ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data).Schema;
        var labels = LabelValues.Of(schema["Label"])!;

        var stream = new MemoryStream();
        labels.Write(new BinaryWriter(stream));
        var read = Read(stream.ToArray(), values.Length);
        Assert.Equal(stream.Length, stream.Position);
        Assert.Equal(labels.ToText(), read.ToText());
        Assert.Equal(labels.ItemType, read.ItemType);

        var annotations = new DataViewSchema.Annotations.Builder();
        read.Annotate(annotations, "KeyValues");
        Assert.Equal(AnnotatedValues<T>(schema["Label"].Annotations), AnnotatedValues<T>(annotations.ToAnnotations()));
        Assert.Equal(values.Length, AnnotatedValues<T>(annotations.ToAnnotations()).Count);

        using var cursor = data.GetRowCursor(data.Schema);
        var readClass = read.CreateClassReader(cursor, data.Schema["Label"]);
        for (int i = 0; cursor.MoveNext(); i++)
            Assert.Equal(i, readClass());
    }

    private static List<object> AnnotatedValues<T>(DataViewSchema.Annotations annotations)
    {
        if (typeof(T) == typeof(string))
            return [.. Get<ReadOnlyMemory<char>>().Select(text => text.ToString())];
        return [.. Get<T>().Cast<object>()];

        IEnumerable<TValue> Get<TValue>()
        {
            VBuffer<TValue> values = default;
            annotations.GetValue("KeyValues", ref values);
            return values.DenseValues();
        }
    }

    private sealed class Row<T>
    {
        public T? Label { get; set; }
    }
}
