namespace Microsoft.ML;

/// <summary>The format of one component in a saved model: an eight-letter signature, versions, and who loads it.</summary>
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string LoaderSignatureAlt;

    public VersionInfo(
        string modelSignature,
        uint verWrittenCur,
        uint verReadableCur,
        uint verWeCanReadBack,
        string loaderAssemblyName,
        string loaderSignature = null,
        string loaderSignatureAlt = null)
    {
        if (modelSignature?.Length != 8)
            throw new ArgumentException("Model signature must be eight characters", nameof(modelSignature));
        if (verReadableCur > verWrittenCur || verWeCanReadBack > verWrittenCur)
            throw new ArgumentOutOfRangeException(nameof(verWrittenCur));
        for (var index = 0; index < modelSignature.Length; index++)
        {
            var letter = modelSignature[index];
            if (letter > 0xFF)
                throw new ArgumentException("Model signature must be Latin-1 characters", nameof(modelSignature));
            ModelSignature |= (ulong)(letter == ' ' ? '\0' : letter) << (8 * index);
        }

        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
