namespace PaperExperiments;

/// <summary>One of the paper's analyses. Its properties say at what size; the figures go to its folder.</summary>
internal interface IExperiment
{
    /// <summary>Computes the figures that are not there yet, and keeps a report of them.</summary>
    void Run(ExperimentContext context);
}
