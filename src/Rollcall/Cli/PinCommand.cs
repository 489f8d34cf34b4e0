using System.CommandLine;

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
        var people = session.Company.People;
        var id = await people.FindAsync(session.Parse.GetValue(EmployeeCommand.Key)!, cancellationToken);
        var (field, known) = (session.Parse.GetValue(Field)!, await people.FieldsAsync(cancellationToken));
        if (!known.Contains(field))
        {
            throw new CommandError(ExitCodes.Usage, $"There is no field “{field}”.", $"Known are {string.Join(", ", known)}.");
        }

        await (pin ? people.PinAsync(id, field, session.Parse.GetValue(Value), cancellationToken) : people.UnpinAsync(id, field, cancellationToken));
        session.Terminal.Say(pin ? $"“{field}” is pinned; every sync keeps it." : $"“{field}” is the HRIS' again; the next sync writes its value.");
        return ExitCodes.Ok;
    }
}
