using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Webhooks;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.BambooHr;

/// <summary>One account: its company, fields, webhooks and the pages kept ready.</summary>
internal sealed class BambooHrTenant
{
    private readonly Lock _lock = new();
    private (IReadOnlyList<AddedField> Added, FieldCatalog Catalog) _catalog;

    public BambooHrTenant(EmulatorContext context)
    {
        Context = context;
        Switches = (BambooHrSwitches)context.Switches;
        Roster = new Roster(context.Workforce, Switches);
        _catalog = (context.Workforce.AddedFields, new FieldCatalog(context.Workforce.AddedFields));
        Rows = new RowBlocks(this, context.Options.Prepared);
        Webhooks = new WebhookBook(this);
    }

    public EmulatorContext Context { get; }

    public BambooHrSwitches Switches { get; }

    public Workforce Workforce => Context.Workforce;

    public TimeProvider Time => Context.Time;

    public Roster Roster { get; }

    public RowBlocks Rows { get; }

    public WebhookBook Webhooks { get; }

    /// <summary>The fields as of now; made anew when a field was added or removed.</summary>
    public FieldCatalog Fields
    {
        get
        {
            lock (_lock)
            {
                var added = Workforce.AddedFields;
                if (!added.SequenceEqual(_catalog.Added))
                {
                    _catalog = (added, new FieldCatalog(added));
                }

                return _catalog.Catalog;
            }
        }
    }

    /// <summary>The tables of the account as of now.</summary>
    public IReadOnlyList<HistoryTable> Tables => HistoryTable.Of(Fields);

    public bool CanRead(FieldSpec field) => FieldCatalog.CanRead(field, Workforce.Access);
}
