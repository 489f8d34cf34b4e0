using System.CommandLine;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli;

/// <summary><c>attributes CONNECTION</c>: every attribute the HRIS offers, and where it goes (S3).</summary>
internal static class AttributesCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Option<bool> WithSamples = new("--samples") { Description = "Read three live values of each attribute. They are shown and never stored." };
    private static readonly Option<bool> NotMapped = new("--not-mapped") { Description = "Only those that go nowhere." };

    public static Command Create() => RollcallCli.Command("attributes", "List every attribute the HRIS offers, custom ones included.", RunAsync, Name, WithSamples, NotMapped);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var wanted = session.Parse.GetValue(NotMapped) ? a => a.GoesTo.Count == 0 : new Func<OfferedAttribute, bool>(_ => true);
        var (name, isSampled) = (session.Parse.GetValue(Name)!, session.Parse.GetValue(WithSamples));
        var all = await session.Company.Connections.AttributesAsync(name, isSampled ? wanted : null, cancellationToken);
        List<Column<OfferedAttribute>> columns =
        [
            new("key", a => a.Key),
            new("label", a => a.Label),
            new("type", a => a.Type.ToString()),
            new("custom", a => a.IsCustom),
            new("options", a => session.Terminal.Format == OutputFormat.Json ? a.Options : Brief(a.Options)),
            new("readable", a => a.Readable.ToString()),
            new("goesTo", a => a.GoesTo.Count == 0 ? "not mapped" : string.Join(", ", a.GoesTo)),
        ];
        if (isSampled)
        {
            columns.Add(new("samples", a => a.Samples ?? []));
        }

        session.Terminal.Write([.. all.Where(wanted)], [.. columns]);
        session.Terminal.Say($"{all.Count} attributes, {all.Count(a => a.IsCustom)} of them custom.");
        return ExitCodes.Ok;
    }

    private static string Brief(IReadOnlyList<string> options) => options.Count switch
    {
        0 => "",
        <= 5 => string.Join(", ", options),
        var many => $"{string.Join(", ", options.Take(4))}, … ({many})",
    };
}
