namespace Microsoft.ML.MultiFit;

/// <summary>The named tensors of a file that fastai saved: the saved object itself, or its <c>model</c> where the optimizer was saved with it.</summary>
/// <param name="Tensors">In the order of the file.</param>
/// <param name="Others">Names of entries that are no tensors.</param>
internal sealed record FastaiStateDictionary(IReadOnlyDictionary<string, TorchTensor> Tensors, IReadOnlyList<string> Others)
{
    /// <summary>Finds them in what the file holds.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static FastaiStateDictionary Of(object? saved)
    {
        if (saved is not PickleDictionary dictionary)
            throw new InvalidDataException("The file does not hold a dictionary of named tensors; export(), which saves a whole learner, writes another kind of file.");
        var others = new List<string>();
        if (dictionary["model"] is PickleDictionary model)
        {
            others.AddRange(dictionary.Entries.Select(entry => entry.Key).Where(key => key != "model"));
            dictionary = model;
        }

        var tensors = new OrderedDictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach (var (name, value) in dictionary.Entries)
        {
            if (value is TorchTensor tensor)
                tensors[name] = tensor;
            else
                others.Add(name);
        }

        if (tensors.Count == 0)
            throw new InvalidDataException("The file holds no tensors.");
        return new FastaiStateDictionary(tensors, others);
    }
}
