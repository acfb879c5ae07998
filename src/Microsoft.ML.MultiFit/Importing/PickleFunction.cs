namespace Microsoft.ML.MultiFit;

/// <summary>A function that a pickle may name: what it makes of its arguments is computed here, nothing of Python runs.</summary>
/// <param name="Name">As Python calls it.</param>
/// <param name="Call">Gives the result; throws <see cref="InvalidDataException"/> when the arguments are not the expected ones.</param>
internal sealed record PickleFunction(string Name, Func<object?[], object?> Call);
