using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

// What an application does that only predicts. usage: PredictOnly MODEL.zip register|plain TEXT...
// Prints the scores of each text, a line each, then the names of everything about Torch that the process has loaded.
var ml = new MLContext();
if (args[1] == "register")
    ml.RegisterMultiFit();
var model = ml.Model.Load(args[0], out _);
var data = ml.Data.LoadFromEnumerable(args[2..].Select(text => new Input { Text = text }));
foreach (var scores in model.Transform(data).GetColumn<float[]>("Score"))
    Console.WriteLine(string.Join(' ', scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture))));

var loaded = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)
    .Concat(Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.ModuleName));
Console.WriteLine("torch: " + string.Join(' ', loaded.Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)).Distinct()));

internal sealed class Input
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}
