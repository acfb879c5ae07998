using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class LaserTeacherTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_classifier_of_one_language_labels_another_and_teaches_a_student()
    {
        var encoder = new LaserFiles { HiddenSize = 16 }.Load();
        var train = _ml.Data.LoadFromEnumerable(Rows("“", "”", 60));
        var english = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.Transforms.Text.Laser("Features", "Text", encoder, new LaserOptions { Language = "en" }));
        var vectors = english.Fit(train).Transform(train);
        var options = new MultilayerPerceptronTrainer.Options { Network = new() { Epochs = 150, LearningRate = 0.02 } };
        var classifier = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(vectors);

        var german = _ml.Data.LoadFromEnumerable(Rows("„", "“", 40));
        var teacher = _ml.Transforms.Text.Laser("Features", "Text", encoder, new LaserOptions { Language = "de" }).Fit(german).Append(classifier);
        Assert.Equal(Truth(german), Predicted(teacher.Transform(german)));

        var loaded = SavedModel.Load(new MLContext(), SavedModel.Save(_ml, teacher, german.Schema));
        Assert.Equal(teacher.Transform(german).GetColumn<float[]>("Score"), loaded.Transform(german).GetColumn<float[]>("Score"));

        var words = RandomModels.LanguageModel(RandomModels.Architecture, seed: 1);
        var student = _ml.MulticlassClassification.Trainers.MultiFitBootstrap(teacher, "Text", words, epochs: 1).Fit(german);
        Assert.Equal(["sport", "weather"], student.Labels.Order());
    }

    private List<string> Truth(IDataView data) => [.. data.GetColumn<string>("Label")];

    private List<string> Predicted(IDataView scored) =>
        [.. _ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel").Fit(scored).Transform(scored).GetColumn<string>("Name")];

    // The classes differ in their words; what the languages differ in, the text steps take away.
    private static List<LabeledText> Rows(string open, string close, int count) => [.. Enumerable.Range(0, count).Select(i => new LabeledText
    {
        Label = LabeledText.Classes[i % 2],
        Text = open + string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "ab" : "cd e", 1 + (i % 5))) + close,
    })];
}
