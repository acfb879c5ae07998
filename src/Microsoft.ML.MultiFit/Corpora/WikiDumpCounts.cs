namespace Microsoft.ML.MultiFit;

/// <summary>What became of the pages of a dump, counted while it is read.</summary>
public sealed class WikiDumpCounts
{
    /// <summary>Pages read, of any kind.</summary>
    public long Pages { get; internal set; }

    /// <summary>Of them, pages of the namespaces asked for.</summary>
    public long PagesOfNamespace { get; internal set; }

    /// <summary>Of all pages, those that only lead to another one.</summary>
    public long Redirects { get; internal set; }

    /// <summary>Of all pages, those without text.</summary>
    public long EmptyPages { get; internal set; }

    /// <summary>Pages of the namespaces that are neither redirects nor empty, but have too little readable text or none of their own.</summary>
    public long ShortPages { get; internal set; }

    /// <summary>Documents that came out.</summary>
    public long Articles { get; internal set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => (Pages, PagesOfNamespace, Redirects, EmptyPages, ShortPages, Articles) = (0, 0, 0, 0, 0, 0);
}
