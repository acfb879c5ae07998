namespace Microsoft.ML.MultiFit;

/// <summary>
/// The recurrence of a QRNN layer (Bradbury et al. 2017, section 2.1), with z = tanh z̃ and f, o, i = σ of theirs. As in the authors' weights, f weighs the
/// new value where the paper's weighs the old one: it is stored as 1 − f. With an input gate of its own it is stored as in the paper.
/// </summary>
public enum QrnnPooling
{
    /// <summary>c_t = f_t·z_t + (1 − f_t)·c_{t−1}, h_t = o_t·c_t. Row blocks of the weight: z, f, o.</summary>
    Fo,

    /// <summary>h_t = c_t = f_t·z_t + (1 − f_t)·c_{t−1}. Row blocks of the weight: z, f.</summary>
    F,

    /// <summary>c_t = f_t·c_{t−1} + i_t·z_t, h_t = o_t·c_t. Row blocks of the weight: z, f, o, i.</summary>
    Ifo,
}
