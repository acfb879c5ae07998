using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The innermost step of every matrix product here: a tile of 8 input rows times a panel of 48 weight rows. All sums stay in vector registers
/// while the depth is walked once. Every sum is built in the order of the depth with fused multiply-adds, whatever the width of the hardware's
/// vectors and whichever row of a tile it is, so a row's result does not depend on its neighbours.
/// </summary>
internal static unsafe class PanelKernel
{
    /// <summary>Input rows of a tile; a tile is stored <c>[depth][row]</c>.</summary>
    public const int TileRows = 8;

    /// <summary>Weight rows of one group of a panel.</summary>
    public const int Lanes = 16;

    /// <summary>Groups of a panel; a panel is stored <c>[depth][group][lane]</c>.</summary>
    public const int Groups = 3;

    /// <summary>Weight rows of a panel.</summary>
    public const int PanelRows = Groups * Lanes;

    /// <summary>result[row, group, lane] = bias[group, lane] + Σ over depth of tile[depth, row] · panel[depth, group, lane].</summary>
    /// <param name="tile"><c>[depth, 8]</c>.</param>
    /// <param name="panel"><c>[depth, 3, 16]</c>.</param>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="bias"><c>[3, 16]</c>.</param>
    /// <param name="result">First value of the result.</param>
    /// <param name="rowStride">Distance between rows of the result.</param>
    /// <param name="groupStride">Distance between groups of the result.</param>
    public static void Multiply(float* tile, float* panel, int depth, float* bias, float* result, int rowStride, int groupStride)
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply512(tile, panel, depth, bias, result, rowStride, groupStride);
        else
            MultiplyPortable(tile, panel, depth, bias, result, rowStride, groupStride);
    }

    /// <summary>The same with vectors of whatever width the hardware has.</summary>
    internal static void MultiplyPortable(float* tile, float* panel, int depth, float* bias, float* result, int rowStride, int groupStride)
    {
        for (int row = 0; row < TileRows; row += 4)
        {
            for (int lane = 0; lane < Lanes; lane += Vector<float>.Count)
                MultiplyFourRows(tile + row, panel + lane, depth, bias + lane, result + (row * rowStride) + lane, rowStride, groupStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply512(float* tile, float* panel, int depth, float* bias, float* result, int rowStride, int groupStride)
    {
        Vector512<float> z0, z1, z2, z3, z4, z5, z6, z7, f0, f1, f2, f3, f4, f5, f6, f7, o0, o1, o2, o3, o4, o5, o6, o7;
        z0 = z1 = z2 = z3 = z4 = z5 = z6 = z7 = Vector512.Load(bias);
        f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = Vector512.Load(bias + Lanes);
        o0 = o1 = o2 = o3 = o4 = o5 = o6 = o7 = Vector512.Load(bias + (2 * Lanes));
        for (; depth > 0; depth--, tile += TileRows, panel += PanelRows)
        {
            var z = Vector512.Load(panel);
            var f = Vector512.Load(panel + Lanes);
            var o = Vector512.Load(panel + (2 * Lanes));
            var x = Vector512.Create(tile[0]);
            z0 = Vector512.FusedMultiplyAdd(x, z, z0);
            f0 = Vector512.FusedMultiplyAdd(x, f, f0);
            o0 = Vector512.FusedMultiplyAdd(x, o, o0);
            x = Vector512.Create(tile[1]);
            z1 = Vector512.FusedMultiplyAdd(x, z, z1);
            f1 = Vector512.FusedMultiplyAdd(x, f, f1);
            o1 = Vector512.FusedMultiplyAdd(x, o, o1);
            x = Vector512.Create(tile[2]);
            z2 = Vector512.FusedMultiplyAdd(x, z, z2);
            f2 = Vector512.FusedMultiplyAdd(x, f, f2);
            o2 = Vector512.FusedMultiplyAdd(x, o, o2);
            x = Vector512.Create(tile[3]);
            z3 = Vector512.FusedMultiplyAdd(x, z, z3);
            f3 = Vector512.FusedMultiplyAdd(x, f, f3);
            o3 = Vector512.FusedMultiplyAdd(x, o, o3);
            x = Vector512.Create(tile[4]);
            z4 = Vector512.FusedMultiplyAdd(x, z, z4);
            f4 = Vector512.FusedMultiplyAdd(x, f, f4);
            o4 = Vector512.FusedMultiplyAdd(x, o, o4);
            x = Vector512.Create(tile[5]);
            z5 = Vector512.FusedMultiplyAdd(x, z, z5);
            f5 = Vector512.FusedMultiplyAdd(x, f, f5);
            o5 = Vector512.FusedMultiplyAdd(x, o, o5);
            x = Vector512.Create(tile[6]);
            z6 = Vector512.FusedMultiplyAdd(x, z, z6);
            f6 = Vector512.FusedMultiplyAdd(x, f, f6);
            o6 = Vector512.FusedMultiplyAdd(x, o, o6);
            x = Vector512.Create(tile[7]);
            z7 = Vector512.FusedMultiplyAdd(x, z, z7);
            f7 = Vector512.FusedMultiplyAdd(x, f, f7);
            o7 = Vector512.FusedMultiplyAdd(x, o, o7);
        }

        Store(z0, f0, o0, result, groupStride);
        Store(z1, f1, o1, result + rowStride, groupStride);
        Store(z2, f2, o2, result + (2 * rowStride), groupStride);
        Store(z3, f3, o3, result + (3 * rowStride), groupStride);
        Store(z4, f4, o4, result + (4 * rowStride), groupStride);
        Store(z5, f5, o5, result + (5 * rowStride), groupStride);
        Store(z6, f6, o6, result + (6 * rowStride), groupStride);
        Store(z7, f7, o7, result + (7 * rowStride), groupStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> z, Vector512<float> f, Vector512<float> o, float* result, int groupStride)
    {
        z.Store(result);
        f.Store(result + groupStride);
        o.Store(result + (2 * groupStride));
    }

    // Four rows, because 12 sums, 3 weights and an input fill the 16 registers of older processors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFourRows(float* tile, float* panel, int depth, float* bias, float* result, int rowStride, int groupStride)
    {
        Vector<float> z0, z1, z2, z3, f0, f1, f2, f3, o0, o1, o2, o3;
        z0 = z1 = z2 = z3 = Vector.Load(bias);
        f0 = f1 = f2 = f3 = Vector.Load(bias + Lanes);
        o0 = o1 = o2 = o3 = Vector.Load(bias + (2 * Lanes));
        for (; depth > 0; depth--, tile += TileRows, panel += PanelRows)
        {
            var z = Vector.Load(panel);
            var f = Vector.Load(panel + Lanes);
            var o = Vector.Load(panel + (2 * Lanes));
            var x = Vector.Create(tile[0]);
            z0 = Vector.FusedMultiplyAdd(x, z, z0);
            f0 = Vector.FusedMultiplyAdd(x, f, f0);
            o0 = Vector.FusedMultiplyAdd(x, o, o0);
            x = Vector.Create(tile[1]);
            z1 = Vector.FusedMultiplyAdd(x, z, z1);
            f1 = Vector.FusedMultiplyAdd(x, f, f1);
            o1 = Vector.FusedMultiplyAdd(x, o, o1);
            x = Vector.Create(tile[2]);
            z2 = Vector.FusedMultiplyAdd(x, z, z2);
            f2 = Vector.FusedMultiplyAdd(x, f, f2);
            o2 = Vector.FusedMultiplyAdd(x, o, o2);
            x = Vector.Create(tile[3]);
            z3 = Vector.FusedMultiplyAdd(x, z, z3);
            f3 = Vector.FusedMultiplyAdd(x, f, f3);
            o3 = Vector.FusedMultiplyAdd(x, o, o3);
        }

        Store(z0, f0, o0, result, groupStride);
        Store(z1, f1, o1, result + rowStride, groupStride);
        Store(z2, f2, o2, result + (2 * rowStride), groupStride);
        Store(z3, f3, o3, result + (3 * rowStride), groupStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> z, Vector<float> f, Vector<float> o, float* result, int groupStride)
    {
        z.Store(result);
        f.Store(result + groupStride);
        o.Store(result + (2 * groupStride));
    }
}
