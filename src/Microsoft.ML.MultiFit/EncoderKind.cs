namespace Microsoft.ML.MultiFit;

/// <summary>What an encoder's layers are.</summary>
public enum EncoderKind
{
    /// <summary>Quasi-recurrent layers (Bradbury et al. 2017), as in MultiFiT: all matrix products of a text at once, a cheap recurrence after them.</summary>
    Qrnn,

    /// <summary>LSTM layers (Hochreiter and Schmidhuber 1997) with a dropped hidden-to-hidden matrix, AWD-LSTM (Merity et al. 2018), as in ULMFiT.</summary>
    Lstm,
}
