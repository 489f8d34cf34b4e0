using System.CommandLine;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Syncing;

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
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
        var schema = await source.DiscoverAsync(cancellationToken);
        var targets = connection.Config.Mappings.SelectMany(m => m.From.Select(f => (From: f, m.To))).ToLookup(p => p.From, p => p.To);
        var shown = schema.Attributes.Where(a => !session.Parse.GetValue(NotMapped) || !targets.Contains(a.Key)).ToList();
        var samples = session.Parse.GetValue(WithSamples) ? await SampleReader.ReadAsync(source, [.. shown.Select(a => a.Key)], cancellationToken) : null;
        List<Column<SourceAttribute>> columns =
        [
            new("key", a => a.Key),
            new("label", a => a.Label),
            new("type", a => a.Type.ToString()),
            new("custom", a => a.IsCustom),
            new("options", a => session.Terminal.Format == OutputFormat.Json ? a.Options.Select(o => o.Label) : Brief(a.Options)),
            new("readable", a => a.Readable.ToString()),
            new("goesTo", a => targets.Contains(a.Key) ? string.Join(", ", targets[a.Key]) : "not mapped"),
        ];
        if (samples is not null)
        {
            columns.Add(new("samples", a => samples[a.Key]));
        }

        session.Terminal.Write(shown, [.. columns]);
        session.Terminal.Say($"{schema.Attributes.Count} attributes, {schema.Attributes.Count(a => a.IsCustom)} of them custom.");
        return ExitCodes.Ok;
    }

    private static string Brief(ValueList<SourceItem> options) => options.Count switch
    {
        0 => "",
        <= 5 => string.Join(", ", options.Select(o => o.Label)),
        var many => $"{string.Join(", ", options.Take(4).Select(o => o.Label))}, … ({many})",
    };
}
