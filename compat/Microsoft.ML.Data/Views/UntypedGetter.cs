using System.Reflection;

namespace Microsoft.ML.Data;

internal static class UntypedGetter
{
    private static readonly MethodInfo _typed = typeof(DataViewRow).GetMethod(nameof(DataViewRow.GetGetter));

    /// <summary>The getter of a column whose type is known at run time only.</summary>
    public static Delegate GetGetter(this DataViewRow row, DataViewSchema.Column column)
    {
        try
        {
            return (Delegate)_typed.MakeGenericMethod(column.Type.RawType).Invoke(row, [column]);
        }
        catch (TargetInvocationException wrapped)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrapped.InnerException);
            throw;
        }
    }
}
