using TorchSharp.Modules;
using static TorchSharp.StandIn.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class OptimizerTests
{
    private const double Rate = 0.1, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, Decay = 0.2;

    private static readonly double[] s_gradients = [0.5, -1, 2];

    [TorchFact]
    public void Adam_steps_match_the_formula()
    {
        var p = new Parameter(tensor(new float[] { 1 }));
        using var optimizer = optim.Adam([p], Rate, Beta1, Beta2, Epsilon, Decay);
        Run(p, optimizer);
        AssertValues([(float)Expected(decoupled: false, Rate)], p, 1e-5f);
    }

    [TorchFact]
    public void AdamW_steps_match_the_formula()
    {
        var p = new Parameter(tensor(new float[] { 1 }));
        using var optimizer = optim.AdamW([p], Rate, Beta1, Beta2, Epsilon, Decay);
        Run(p, optimizer);
        AssertValues([(float)Expected(decoupled: true, Rate)], p, 1e-5f);
    }

    [TorchFact]
    public void Double_precision_takes_the_same_steps()
    {
        var p = new Parameter(tensor(new double[] { 1 }));
        using var optimizer = optim.AdamW([p], Rate, Beta1, Beta2, Epsilon, Decay);
        Run(p, optimizer);
        Assert.Equal(Expected(decoupled: true, Rate), p.item<double>(), 12);
    }

    [TorchFact]
    public void Groups_have_their_own_settings_which_change_between_steps()
    {
        var slow = new Parameter(tensor(new float[] { 1 }));
        var fast = new Parameter(tensor(new float[] { 1 }));
        using var optimizer = new AdamW([new AdamW.ParamGroup([slow], 0.01, Beta1, Beta2, Epsilon, Decay), new AdamW.ParamGroup([fast], Rate, 0.5, Beta2, Epsilon, Decay)]);
        Assert.Equal([0.01, Rate], optimizer.ParamGroups.Select(g => g.LearningRate));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate *= 0.5;
            ((optim.IBetas)group).Betas = (Beta1, Beta2);
        }
        foreach (double gradient in s_gradients)
        {
            slow.grad = fast.grad = tensor(new float[] { (float)gradient });
            optimizer.step();
        }
        AssertValues([(float)Expected(decoupled: true, 0.005)], slow, 1e-5f);
        AssertValues([(float)Expected(decoupled: true, Rate / 2)], fast, 1e-5f);
    }

    [TorchFact]
    public void Sgd_with_momentum_matches_the_formula()
    {
        var p = new Parameter(tensor(new float[] { 1 }));
        using var optimizer = optim.SGD([p], 0.1, momentum: 0.9, weight_decay: 0.1);
        Run(p, optimizer);
        double weight = 1, velocity = 0;
        for (int i = 0; i < s_gradients.Length; i++)
        {
            double direction = s_gradients[i] + (0.1 * weight);
            velocity = i == 0 ? direction : (0.9 * velocity) + direction;
            weight -= 0.1 * velocity;
        }
        AssertValues([(float)weight], p, 1e-5f);
    }

    [TorchFact]
    public void Parameters_without_gradient_stay()
    {
        var used = new Parameter(ones(1));
        var unused = new Parameter(ones(1));
        using var optimizer = optim.AdamW([used, unused], 0.1, weight_decay: 0.5);
        (used * 2).sum().backward();
        optimizer.step();
        AssertValues([1], unused);
        Assert.NotEqual(1, used.ToSingle());
        optimizer.zero_grad();
        Assert.True(used.grad is null || used.grad.ToSingle() == 0);
    }

    [TorchFact]
    public void Steps_leave_no_tensors_behind()
    {
        var p = new Parameter(ones(3));
        using var optimizer = optim.AdamW([p]);
        void Step()
        {
            using var scope = NewDisposeScope();
            (p * p).sum().backward();
            optimizer.step();
            optimizer.zero_grad();
        }
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 10; i++)
            Step();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [TorchFact]
    public void Clipping_scales_the_joint_norm()
    {
        var a = new Parameter(zeros(2));
        var b = new Parameter(zeros(1));
        a.grad = tensor(new float[] { 3, 0 });
        b.grad = tensor(new float[] { 4 });
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 10), 5);
        AssertValues([4], b.grad!, 1e-5f);
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 5);
        AssertValues([0.6f, 0], a.grad!, 1e-5f);
        AssertValues([0.8f], b.grad!, 1e-5f);
    }

    private static void Run(Parameter p, optim.Optimizer optimizer)
    {
        foreach (double gradient in s_gradients)
        {
            p.grad = tensor(new[] { gradient }, dtype: p.dtype);
            optimizer.step();
        }
    }

    // The steps of the papers in double precision.
    private static double Expected(bool decoupled, double rate)
    {
        double weight = 1, mean = 0, square = 0;
        for (int t = 1; t <= s_gradients.Length; t++)
        {
            double gradient = s_gradients[t - 1];
            if (decoupled)
                weight -= rate * Decay * weight;
            else
                gradient += Decay * weight;
            mean = (Beta1 * mean) + ((1 - Beta1) * gradient);
            square = (Beta2 * square) + ((1 - Beta2) * gradient * gradient);
            weight -= rate * mean / (1 - Math.Pow(Beta1, t)) / (Math.Sqrt(square / (1 - Math.Pow(Beta2, t))) + Epsilon);
        }
        return weight;
    }
}
