using Microsoft.ML.Data;

namespace MultiFit.Cli.Tests;

/// <summary>The README's first block, compiled; <see cref="ReadmeTests"/> compares the two and runs it.</summary>
internal static class ReadmeExample
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromTextFile<Review>("train.tsv", hasHeader: true);

        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.MultiFit("Label", "Text", LanguageModel.Load("de.multifit")))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(train);
        ml.Model.Save(model, train.Schema, "reviews.zip");

        var engine = ml.Model.CreatePredictionEngine<Review, ReviewPrediction>(model);
        Console.WriteLine(engine.Predict(new Review { Text = "Ein wunderbares Buch." }).PredictedLabel);
    }

    private sealed class Review
    {
        [LoadColumn(0)]
        public string Label { get; set; } = "";

        [LoadColumn(1)]
        public string Text { get; set; } = "";
    }

    private sealed class ReviewPrediction
    {
        public string PredictedLabel { get; set; } = "";
    }
}
