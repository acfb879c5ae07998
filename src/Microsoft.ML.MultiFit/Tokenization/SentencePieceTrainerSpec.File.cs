namespace Microsoft.ML.MultiFit;

public sealed partial record SentencePieceTrainerSpec
{
    // The format: "extensions 200 to max".
    private const int UnknownTextIdField = 200;

    internal static SentencePieceTrainerSpec Read(ReadOnlyMemory<byte> message, string source)
    {
        var spec = new SentencePieceTrainerSpec();
        List<string> inputs = [], languages = [], control = [], userDefined = [];
        var other = new ProtobufWriter();
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.ReadString()); break;
                case 2: spec = spec with { ModelPrefix = reader.ReadString() }; break;
                case 3: spec = spec with { ModelType = (SentencePieceModelType)reader.ReadInt32() }; break;
                case 4: spec = spec with { VocabularySize = reader.ReadInt32() }; break;
                case 5: languages.Add(reader.ReadString()); break;
                case 6: spec = spec with { SelfTestSampleSize = reader.ReadInt32() }; break;
                case 7: spec = spec with { InputFormat = reader.ReadString() }; break;
                case 10: spec = spec with { CharacterCoverage = reader.ReadFloat() }; break;
                case 11: spec = spec with { InputSentenceSize = reader.ReadUInt64() }; break;
                case 14: spec = spec with { SeedSentencePieceSize = reader.ReadInt32() }; break;
                case 15: spec = spec with { ShrinkingFactor = reader.ReadFloat() }; break;
                case 16: spec = spec with { ThreadCount = reader.ReadInt32() }; break;
                case 17: spec = spec with { SubIterationCount = reader.ReadInt32() }; break;
                case 18: spec = spec with { MaxSentenceLength = reader.ReadInt32() }; break;
                case 19: spec = spec with { ShuffleInputSentence = reader.ReadBool() }; break;
                case 20: spec = spec with { MaxSentencePieceLength = reader.ReadInt32() }; break;
                case 21: spec = spec with { SplitByUnicodeScript = reader.ReadBool() }; break;
                case 22: spec = spec with { SplitByWhitespace = reader.ReadBool() }; break;
                case 23: spec = spec with { SplitByNumber = reader.ReadBool() }; break;
                case 24: spec = spec with { TreatWhitespaceAsSuffix = reader.ReadBool() }; break;
                case 25: spec = spec with { SplitDigits = reader.ReadBool() }; break;
                case 26: spec = spec with { AllowWhitespaceOnlyPieces = reader.ReadBool() }; break;
                case 30: control.Add(reader.ReadString()); break;
                case 31: userDefined.Add(reader.ReadString()); break;
                case 32: spec = spec with { VocabularyOutputPieceScore = reader.ReadBool() }; break;
                case 33: spec = spec with { HardVocabularyLimit = reader.ReadBool() }; break;
                case 34: spec = spec with { UseAllVocabulary = reader.ReadBool() }; break;
                case 35: spec = spec with { ByteFallback = reader.ReadBool() }; break;
                case 36: spec = spec with { RequiredCharacters = reader.ReadString() }; break;
                case 40: spec = spec with { UnknownId = reader.ReadInt32() }; break;
                case 41: spec = spec with { BeginOfSentenceId = reader.ReadInt32() }; break;
                case 42: spec = spec with { EndOfSentenceId = reader.ReadInt32() }; break;
                case 43: spec = spec with { PadId = reader.ReadInt32() }; break;
                case 44: spec = spec with { UnknownSurface = reader.ReadString() }; break;
                case 45: spec = spec with { UnknownPiece = reader.ReadString() }; break;
                case 46: spec = spec with { BeginOfSentencePiece = reader.ReadString() }; break;
                case 47: spec = spec with { EndOfSentencePiece = reader.ReadString() }; break;
                case 48: spec = spec with { PadPiece = reader.ReadString() }; break;
                case 49: spec = spec with { TrainExtremelyLargeCorpus = reader.ReadBool() }; break;
                case 50: spec = spec with { EnableDifferentialPrivacy = reader.ReadBool() }; break;
                case 51: spec = spec with { DifferentialPrivacyNoiseLevel = reader.ReadFloat() }; break;
                case 52: spec = spec with { DifferentialPrivacyClippingThreshold = reader.ReadUInt64() }; break;
                case 53: spec = spec with { PretokenizationDelimiter = reader.ReadString() }; break;
                case 54: spec = spec with { SeedSentencePiecesFile = reader.ReadString() }; break;
                case UnknownTextIdField: spec = spec with { UnknownTextId = reader.ReadInt32() }; break;
                default: other.WriteRaw(reader.Skip()); break;
            }
        }

        return spec with
        {
            Inputs = inputs,
            AcceptedLanguages = languages,
            ControlSymbols = control,
            UserDefinedSymbols = userDefined,
            OtherFields = other.Written.ToArray(),
        };
    }

    internal ProtobufWriter Write()
    {
        var writer = new ProtobufWriter();
        writer.WriteStrings(1, Inputs);
        writer.WriteString(2, ModelPrefix);
        writer.WriteInt32(3, (int)ModelType);
        writer.WriteInt32(4, VocabularySize);
        writer.WriteStrings(5, AcceptedLanguages);
        writer.WriteInt32(6, SelfTestSampleSize);
        writer.WriteString(7, InputFormat);
        writer.WriteFloat(10, CharacterCoverage);
        writer.WriteUInt64(11, InputSentenceSize);
        writer.WriteInt32(14, SeedSentencePieceSize);
        writer.WriteFloat(15, ShrinkingFactor);
        writer.WriteInt32(16, ThreadCount);
        writer.WriteInt32(17, SubIterationCount);
        writer.WriteInt32(18, MaxSentenceLength);
        writer.WriteBool(19, ShuffleInputSentence);
        writer.WriteInt32(20, MaxSentencePieceLength);
        writer.WriteBool(21, SplitByUnicodeScript);
        writer.WriteBool(22, SplitByWhitespace);
        writer.WriteBool(23, SplitByNumber);
        writer.WriteBool(24, TreatWhitespaceAsSuffix);
        writer.WriteBool(25, SplitDigits);
        writer.WriteBool(26, AllowWhitespaceOnlyPieces);
        writer.WriteStrings(30, ControlSymbols);
        writer.WriteStrings(31, UserDefinedSymbols);
        writer.WriteBool(32, VocabularyOutputPieceScore);
        writer.WriteBool(33, HardVocabularyLimit);
        writer.WriteBool(34, UseAllVocabulary);
        writer.WriteBool(35, ByteFallback);
        writer.WriteString(36, RequiredCharacters);
        writer.WriteInt32(40, UnknownId);
        writer.WriteInt32(41, BeginOfSentenceId);
        writer.WriteInt32(42, EndOfSentenceId);
        writer.WriteInt32(43, PadId);
        writer.WriteString(44, UnknownSurface);
        writer.WriteString(45, UnknownPiece);
        writer.WriteString(46, BeginOfSentencePiece);
        writer.WriteString(47, EndOfSentencePiece);
        writer.WriteString(48, PadPiece);
        writer.WriteBool(49, TrainExtremelyLargeCorpus);
        writer.WriteBool(50, EnableDifferentialPrivacy);
        writer.WriteFloat(51, DifferentialPrivacyNoiseLevel);
        writer.WriteUInt64(52, DifferentialPrivacyClippingThreshold);
        writer.WriteString(53, PretokenizationDelimiter);
        writer.WriteString(54, SeedSentencePiecesFile);
        if (UnknownTextId is { } id)
            writer.WriteInt32(UnknownTextIdField, id);
        writer.WriteRaw(OtherFields.Span);
        return writer;
    }
}
