namespace Microsoft.ML.MultiFit.Tests;

public unsafe class PanelKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    public void Multiplies_a_tile_with_a_panel(int depth)
    {
        var random = new Random(depth);
        AlignedFloats Random(int length)
        {
            var values = new AlignedFloats(length);
            foreach (ref float value in values.Span)
                value = random.NextSingle() - 0.5f;
            return values;
        }

        const int RowStride = 50, GroupStride = 16;
        var (tile, panel, bias, result) = (Random(8 * depth), Random(48 * depth), Random(48), Random(8 * RowStride));
        var before = result.Span.ToArray();
        PanelKernel.Multiply(tile.Pointer, panel.Pointer, depth, bias.Pointer, result.Pointer, RowStride, GroupStride);
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < RowStride; column++)
            {
                double expected = before[(row * RowStride) + column];
                if (column < 48)
                {
                    expected = bias.Span[column];
                    for (int k = 0; k < depth; k++)
                        expected += (double)tile.Span[(8 * k) + row] * panel.Span[(48 * k) + column];
                }

                Assert.Equal(expected, result.Span[(row * RowStride) + column], tolerance: 1e-5);
            }
        }

        var portable = Random(8 * RowStride);
        before.CopyTo(portable.Span);
        PanelKernel.MultiplyPortable(tile.Pointer, panel.Pointer, depth, bias.Pointer, portable.Pointer, RowStride, GroupStride);
        Assert.Equal(result.Span.ToArray(), portable.Span.ToArray());
    }

    [Fact]
    public void Aligned_floats_begin_at_a_cache_line_and_hold_zeros()
    {
        foreach (int length in new[] { 0, 1, 17, 1000 })
        {
            var values = new AlignedFloats(length);
            Assert.Equal(0u, (nuint)values.Pointer % 64);
            Assert.Equal(new float[length], values.Span.ToArray());
        }
    }
}
