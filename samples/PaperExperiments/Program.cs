// Experiments on real data, each of them hours of work that goes on where it was interrupted. eng/experiment.sh runs them; docs/results.md has the figures.

using PaperExperiments;

if (args is not [var name, var dataFolder, var outputFolder])
{
    Console.Error.WriteLine("usage: PaperExperiments EXPERIMENT DATA-FOLDER OUTPUT-FOLDER; experiments: authors-run, pretraining-size");
    return 2;
}

var folder = new ExperimentFolder(outputFolder);
switch (name)
{
    case "authors-run":
        AuthorsRun.Run(dataFolder, folder);
        return 0;
    case "pretraining-size":
        PretrainingSize.Run(dataFolder, folder);
        return 0;
    default:
        Console.Error.WriteLine($"there is no experiment '{name}'; there are authors-run and pretraining-size");
        return 2;
}
