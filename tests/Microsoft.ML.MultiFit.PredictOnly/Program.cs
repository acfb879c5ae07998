using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

// What an application does that only predicts. usage: PredictOnly MODEL.zip register|plain TEXT...
// Prints the scores of each text, a line each, then the native libraries of Torch that the process has loaded.
var ml = new MLContext();
if (args[1] == "register")
    ml.RegisterMultiFit();
var model = ml.Model.Load(args[0], out _);
var data = ml.Data.LoadFromEnumerable(args[2..].Select(text => new Input { Text = text }));
foreach (var scores in model.Transform(data).GetColumn<float[]>("Score"))
    Console.WriteLine(string.Join(' ', scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture))));

// ML.NET looks through our types, some of which derive from types of TorchSharp's managed assembly: that one is seen, but nothing of it runs.
var managed = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => Path.GetFileName(assembly.Location));
var modules = Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.ModuleName);
Console.WriteLine("native: " + string.Join(' ', modules.Except(managed).Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase))));

internal sealed class Input
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}
