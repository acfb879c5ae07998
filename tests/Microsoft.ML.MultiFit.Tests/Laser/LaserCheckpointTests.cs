namespace Microsoft.ML.MultiFit.Tests;

public class LaserCheckpointTests
{
    private static readonly LaserFiles s_small = new() { EmbeddingSize = 2, HiddenSize = 1, LayerCount = 1 };

    [Fact]
    public void Sizes_come_from_the_parameters()
    {
        var architecture = Read(new LaserFiles().Checkpoint()).Architecture;
        Assert.Equal(new LaserArchitecture { VocabularySize = 22, EmbeddingSize = 6, HiddenSize = 5, LayerCount = 3 }, architecture);
        Assert.Equal(10, architecture.OutputSize);
        Assert.Equal(1_024, new LaserArchitecture().OutputSize);
    }

    [Fact]
    public void The_two_biases_become_one()
    {
        var state = s_small.State().ToDictionary(entry => entry.Name, entry => entry.Tensor.Values);
        var weights = Read(s_small.Checkpoint()).Weights;
        Assert.Equal(state["embed_tokens.weight"], weights["embedding.weight"].Values);
        Assert.Equal(state["lstm.weight_ih_l0_reverse"], weights["layers.0.backward.weight"].Values);
        Assert.Equal(state["lstm.weight_hh_l0"], weights["layers.0.forward.recurrent_weight"].Values);
        Assert.Equal(state["lstm.bias_ih_l0"].Zip(state["lstm.bias_hh_l0"], (left, right) => left + right), weights["layers.0.forward.bias"].Values);
    }

    [Fact]
    public void Weights_that_do_not_fit_the_parameters_are_refused()
    {
        Func<List<(string, SavedTensor)>, List<(string, SavedTensor)>> unchanged = _ => s_small.State();
        Func<List<(string, SavedTensor)>, List<(string, SavedTensor)>> With(string name, SavedTensor tensor) =>
            state => [.. state.Select(entry => entry.Item1 == name ? (name, tensor) : entry)];
        Assert.Contains("'embed_tokens.weight' has shape [22, 2], but the parameters say [23, 2]", Refused(s_small with { VocabularySize = 23, Change = unchanged }));
        Assert.Contains("'lstm.weight_ih_l0' has shape [4, 2], but the parameters say [4, 3]", Refused(s_small with { EmbeddingSize = 3, Change = state => [state[0], .. unchanged(state)[1..]] }));
        Assert.Contains("has no 'lstm.weight_ih_l1'", Refused(s_small with { LayerCount = 2, Change = unchanged }));
        Assert.Contains("'lstm.weight_ih_l0_reverse' is not a weight", Refused(s_small with { Bidirectional = false, Change = unchanged }));
        var shorter = With("lstm.bias_hh_l0", new("x", "FloatStorage", [1, 2, 3], 0, [3], [1]));
        Assert.Contains("'lstm.bias_hh_l0' and 'lstm.bias_ih_l0' differ in shape", Refused(s_small with { Change = shorter }));
        var whole = With("lstm.weight_hh_l0", new("x", "LongStorage", [1, 2, 3, 4], 0, [4, 1], [1, 1]));
        Assert.Contains("not floating-point", Refused(s_small with { Change = whole }));
        var infinite = With("lstm.weight_hh_l0", new("x", "FloatStorage", [1, float.PositiveInfinity, 3, 4], 0, [4, 1], [1, 1]));
        Assert.Contains("'lstm.weight_hh_l0' holds a value that is not a finite number", Refused(s_small with { Change = infinite }));
    }

    [Fact]
    public void Impossible_parameters_are_refused_before_any_memory_is_taken()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("HiddenSize must be between", Refused(s_small with { Parameters = [("hidden_size", 1_000_000)] }));
        Assert.Contains("LayerCount must be between", Refused(s_small with { LayerCount = 0 }));
        Assert.Contains("the parameters say [22, 16000]", Refused(s_small with { Parameters = [("embed_dim", 16_000)] }));
        Assert.Contains("parameter 'attention_heads'", Refused(s_small with { Parameters = [("attention_heads", 8)] }));
        Assert.Contains("parameter 'num_layers' is missing or of another type", Refused(s_small with { Parameters = [("num_layers", "many")] }));
        Assert.Contains("parameter 'bidirectional'", Refused(s_small with { Parameters = [("bidirectional", 1)] }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Wrong_dictionaries_are_refused()
    {
        Assert.Contains("has no '</s>'", Refused(s_small with { Dictionary = [("<unk>", 3), ("a", 4)] }));
        Assert.Contains("has no '<unk>'", Refused(s_small with { Dictionary = [("</s>", 2)] }));
        Assert.Contains("gives 'a' id 22; the embedding has 22 rows", Refused(s_small with { Dictionary = [("</s>", 2), ("<unk>", 3), ("a", 22)] }));
        Assert.Contains("gives 'a' and 'b' the same id 4", Refused(s_small with { Dictionary = [("</s>", 2), ("<unk>", 3), ("a", 4), ("b", 4)] }));
        Assert.Contains("has a space in it", Refused(s_small with { Dictionary = [("</s>", 2), ("<unk>", 3), ("a b", 4)] }));
    }

    [Fact]
    public void What_a_checkpoint_wants_to_run_is_refused_by_name()
    {
        byte[] file = s_small.Checkpoint();
        var name = "torch._utils\n_rebuild_tensor_v2\n"u8;
        int position = file.AsSpan().IndexOf(name);
        Assert.Contains("'posix.system'", Refused([.. file[..position], .. "posix\nsystem\n"u8, .. file[(position + name.Length)..]]));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] file = s_small.Checkpoint();
        for (int length = 0; length < file.Length; length++)
            Refused(file[..length]);
    }

    [Fact]
    public void Damage_anywhere_gives_the_documented_exception_or_other_values() => FlippedBits.AreReadOrRefused(s_small.Checkpoint(), file => Read(file), step: 7);

    [Fact]
    public void Foreign_files_are_refused_and_named()
    {
        Assert.Contains("params, model and dictionary", Refused(TorchFileWriter.Write(s_small.State())));
        using var folder = new TemporaryFolder();
        var (checkpoint, codes) = s_small.Write(folder);
        Assert.StartsWith($"'{codes}' cannot be imported: ", Assert.Throws<InvalidDataException>(() => LaserEncoder.Load(codes, codes)).Message);
        Assert.StartsWith($"'{checkpoint}' cannot be imported: ", Assert.Throws<InvalidDataException>(() => LaserEncoder.Load(checkpoint, checkpoint)).Message);
        Assert.StartsWith($"'{checkpoint}' cannot be imported: ", Assert.Throws<InvalidDataException>(() => LaserEncoder.Load(checkpoint, codes, checkpoint)).Message);
        Assert.Contains("absent.pt", Assert.Throws<FileNotFoundException>(() => LaserEncoder.Load(folder.File("absent.pt"), codes)).Message);
        File.Delete(folder.File("langs.fvocab"));
        Assert.Contains("langs.fvocab", Assert.Throws<FileNotFoundException>(() => LaserEncoder.Load(checkpoint, codes)).Message);
    }

    private static LaserCheckpoint Read(byte[] file) => LaserCheckpoint.Read(() => new MemoryStream(file));

    private static string Refused(LaserFiles files) => Refused(files.Checkpoint());

    private static string Refused(byte[] file) => Assert.Throws<InvalidDataException>(() => Read(file)).Message;
}
