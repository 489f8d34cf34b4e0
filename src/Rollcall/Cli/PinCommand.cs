using System.CommandLine;
using Rollcall.Core.Directory;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>pin | unpin EMPLOYEE FIELD</c> (R4).</summary>
internal static class PinCommand
{
    private static readonly Argument<string> Field = new("field") { Description = "A field key such as title or custom:shirt-size." };
    private static readonly Argument<string?> Value = new("value") { Description = "Another value to pin; the standing one when left out.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Pin() => RollcallCli.Command("pin", "Keep one value of one employee: no sync touches it.", (s, t) => RunAsync(s, pin: true, t), EmployeeCommand.Key, Field, Value);

    public static Command Unpin() => RollcallCli.Command("unpin", "Let the HRIS own the value again.", (s, t) => RunAsync(s, pin: false, t), EmployeeCommand.Key, Field);

    private static async Task<int> RunAsync(CliSession session, bool pin, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var id = await EmployeeCommand.FindAsync(session, workspace, session.Parse.GetValue(EmployeeCommand.Key)!, cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var field = session.Parse.GetValue(Field)!;
        var slot = schema.Layout.IndexOf(field);
        var isSet = field is Fields.Team or Fields.AdditionalManager or Fields.Status;
        if (slot < 0 && !isSet)
        {
            throw new CommandError(ExitCodes.Usage, $"There is no field “{field}”.", $"Known are {string.Join(", ", schema.Layout.Definitions.Select(d => d.Key))}, team, additional-manager, status.");
        }

        var value = pin ? session.Parse.GetValue(Value) : null;
        var canonical = value is null ? null : Canonical(FieldInput.Read(schema, field, value), field, value);
        var edits = session.Get<DirectoryEditStore>();
        await (pin ? edits.PinAsync(workspace.Id, id, field, canonical, value is not null, cancellationToken) : edits.UnpinAsync(workspace.Id, id, field, cancellationToken));
        session.Terminal.Say(pin ? $"“{field}” is pinned; every sync keeps it." : $"“{field}” is the HRIS' again; the next sync writes its value.");
        return ExitCodes.Ok;
    }

    private static string? Canonical(TypedValue typed, string field, string value) => typed switch
    {
        TypedValue.Fits fits => fits.Canonical,
        TypedValue.NotTyped => throw new CommandError(ExitCodes.Usage, $"“{field}” can be pinned as it stands, not with a value.", "Leave the value out."),
        TypedValue.NoOption none => throw new CommandError(
            ExitCodes.Usage, $"“{field}” has no option “{value}”.", none.Options.Count == 0 ? "Add the option first." : $"There are: {string.Join(", ", none.Options)}.", "option-unknown"),
        TypedValue.WrongType wrong => throw new CommandError(
            ExitCodes.Usage, $"“{value}” does not fit “{field}”, which is a {wrong.Type}.", "Write dates as 2026-11-23, numbers as 12.5, money as 100.00 EUR.", "value-not-convertible"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
