namespace Microsoft.ML.MultiFit;

/// <summary>Which program's form of the Moses rules.</summary>
internal enum MosesEdition
{
    /// <summary>That of sacremoses with combining marks and joiners left in their word, and no entities written.</summary>
    Revised,

    /// <summary>sacremoses of early 2019: combining marks are split from their word, XML entities are written.</summary>
    Sacremoses2019,

    /// <summary>
    /// Moses 4.0 with <c>-no-escape</c>: a combining mark stays in its word if Unicode calls it alphabetic; Irish apostrophes are split as French ones.
    /// </summary>
    Release4,
}
