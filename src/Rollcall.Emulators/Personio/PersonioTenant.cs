using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio.Webhooks;

namespace Rollcall.Emulators.Personio;

/// <summary>One account: its people, its credential, its switches and its webhooks.</summary>
internal sealed class PersonioTenant : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, DateTimeOffset> _personChanges = new();
    private readonly IDisposable _listening;

    public PersonioTenant(EmulatorContext context)
    {
        Context = context;
        Switches = (PersonioSwitches)context.Switches;
        Tokens = new PersonioTokens(context, Switches);
        Fields = new PersonioFields(context.Workforce, Switches);
        Webhooks = new WebhookBook(this);
        _listening = Workforce.Journal.Listen(OnWritten);
    }

    public EmulatorContext Context { get; }

    public PersonioSwitches Switches { get; }

    public PersonioTokens Tokens { get; }

    public PersonioFields Fields { get; }

    public WebhookBook Webhooks { get; }

    public Workforce Workforce => Context.Workforce;

    public TimeProvider Time => Context.Time;

    /// <summary>A query parameter that is not among the known ones, and that the account does not ignore.</summary>
    public string? UnknownParameter(HttpRequest request, string[] known) =>
        Switches.IgnoresUnknownParameters ? null : request.Query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));

    /// <summary>The emulator's own address, as absolute links begin.</summary>
    public static string AddressOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    /// <summary>When the person was last touched; an employment's change may or may not count, by switch.</summary>
    public DateTimeOffset PersonUpdated(Person person) =>
        Switches.EmploymentChangesTouchPerson ? person.LastModified
        : _personChanges.TryGetValue(person.Number, out var at) ? at
        : Workforce.Original(person.Number)?.LastModified ?? person.Created;

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await Webhooks.DisposeAsync();
    }

    private void OnWritten(JournalEntry entry)
    {
        if (entry.Kind == ChangeKind.Changed && ChangedParts.Of(entry).Person)
        {
            _personChanges[entry.Number] = entry.At;
        }
    }
}
