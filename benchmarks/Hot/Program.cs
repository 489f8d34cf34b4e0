using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Rollcall.Benchmarks.Hot;

// The hot pure parts of a sync, per employee: hot FOLDER [PATTERN…], such as '*Planning*'.
// In this process: a child project would be built anew for each, with this repository's rules.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(250));
var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true })).AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
    .WithArtifactsPath(args[0]).AddFilter([.. args.Length > 1 ? new IFilter[] { new GlobFilter(args[1..]) } : []]);
var reports = new[] { typeof(Reading), typeof(Keeping), typeof(Planning) }.SelectMany(type => BenchmarkRunner.Run(type, config).Reports).ToList();
Console.WriteLine($"A company of {Company.Employees}, median of {job.Run.IterationCount} rounds, allocations of all threads");
Console.WriteLine();
Console.WriteLine("| what | ns per employee | bytes per employee |");
Console.WriteLine("| --- | ---: | ---: |");
foreach (var report in reports)
{
    var vendor = report.BenchmarkCase.Parameters.Items.Count > 0 ? ", " + report.BenchmarkCase.Parameters.Items[0].Value : "";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')}{vendor} | {report.ResultStatistics?.Median:0} | {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):0} |"));
}

return reports.TrueForAll(r => r.Success) && reports.Count > 0 ? 0 : 1;
