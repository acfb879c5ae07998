namespace Microsoft.ML.MultiFit;

/// <summary>
/// A matrix <c>[rows, width]</c> kept in tiles of 8 rows, each <c>[width, 8]</c>: the input order of <see cref="PanelKernel"/>. Reused for matrices of
/// different widths; rows after the last one of a tile hold old numbers, which nothing reads back.
/// </summary>
internal sealed unsafe class RowTiles(int rowCapacity, int widthCapacity)
{
    private readonly AlignedFloats _values = new(checked(TileCount(rowCapacity) * PanelKernel.TileRows * widthCapacity));

    /// <summary>Width of the rows now.</summary>
    public int Width { get; private set; }

    /// <summary>Tiles needed for that many rows.</summary>
    public static int TileCount(int rows) => (rows + PanelKernel.TileRows - 1) / PanelKernel.TileRows;

    /// <summary>Starts a matrix of another width.</summary>
    public RowTiles WithWidth(int width)
    {
        Width = width;
        return this;
    }

    /// <summary>A tile, <c>[width, 8]</c>.</summary>
    public float* Tile(int tile) => _values.Pointer + ((nint)tile * Width * PanelKernel.TileRows);

    /// <summary>First value of a row; the next ones follow at distances of 8.</summary>
    public float* Row(int row) => Tile(row / PanelKernel.TileRows) + (row % PanelKernel.TileRows);
}
