using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>emulate-control ADDRESS PATH [NAME=VALUE…]</c>: changes a running emulator through its control API.</summary>
internal static class EmulateControlCommand
{
    private static readonly Argument<string> Address = new("address") { Description = "Where the emulator runs, http://127.0.0.1:…" };
    private static readonly Argument<string> Action = new("action") { Description = "For example people/5/terminate, hire, permissions/withdraw, faults/add, state." };
    private static readonly Argument<string[]> Parameters = new("parameters") { Description = "NAME=VALUE pairs.", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create() => RollcallCli.Bare("emulate-control", "Change a running emulator: hire, move, terminate, withdraw a permission, ask for faults.", RunAsync, Address, Action, Parameters);

    private static async Task<int> RunAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(parse.GetValue(Address), UriKind.Absolute, out var address) || !address.IsLoopback)
        {
            throw new CommandError(ExitCodes.Usage, $"“{parse.GetValue(Address)}” is no address of an emulator.", "Give the address that “rollcall emulate” printed, http://127.0.0.1:…");
        }

        var action = parse.GetValue(Action)!.Trim('/');
        var query = string.Join('&', (parse.GetValue(Parameters) ?? []).Select(p => p.Split('=', 2)).Select(p => $"{Uri.EscapeDataString(p[0])}={Uri.EscapeDataString(p.Length > 1 ? p[1] : "")}"));
        using var http = Connectors.Http.HrisHttp.CreateClient(TimeProvider.System);
        var isRead = action is "state" or "people" or "units" or "faults";
        using var request = new HttpRequestMessage(isRead ? HttpMethod.Get : HttpMethod.Post, new Uri(address, $"/_control/{action}{(query.Length == 0 ? "" : "?" + query)}"));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new CommandError(ExitCodes.NotFound, $"The emulator did not do it ({(int)response.StatusCode}): {ReasonIn(body)}", "docs/emulators.md lists what it takes.");
            }

            terminal.Data.WriteLine(body.Length == 0 ? "done" : body);
            return ExitCodes.Ok;
        }
        catch (HttpRequestException)
        {
            throw new CommandError(ExitCodes.ConnectionFailed, $"Nothing answers at {address}.", "Start one with “rollcall emulate VENDOR --port PORT”.");
        }
    }

    /// <summary>The control API says what is wrong as {"error":"…"}.</summary>
    private static string ReasonIn(string body)
    {
        try
        {
            return System.Text.Json.Nodes.JsonNode.Parse(body)?["error"]?.ToString() ?? body;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
        {
            return body;
        }
    }
}
