using Rollcall.Core.Runs;
using Spectre.Console;

namespace Rollcall.Cli;

/// <summary>One bar per stage of a run; silent without a context.</summary>
internal sealed class ProgressBars(ProgressContext? context) : IRunObserver, IProgress<int>
{
    private readonly Dictionary<RunStage, ProgressTask> tasks = [];

    public void Enter(RunStage stage)
    {
        if (context is null)
        {
            return;
        }

        foreach (var task in tasks.Values)
        {
            task.StopTask();
        }

        tasks[stage] = context.AddTask(stage.ToString(), autoStart: true, maxValue: double.MaxValue);
    }

    public void Advance(RunStage stage, int done, int? total)
    {
        if (tasks.TryGetValue(stage, out var task))
        {
            task.Value = done;
        }
    }

    public void Report(int value) => Advance(RunStage.Apply, value, total: null);
}
