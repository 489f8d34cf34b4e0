using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;
using Rollcall.Emulators.HiBob.Search;
using Rollcall.Emulators.HiBob.Webhooks;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.HiBob;

/// <summary>One company account: its people, fields, lists, webhooks, and the rows kept ready.</summary>
internal sealed class HiBobTenant
{
    private readonly Lock _lock = new();
    private (IReadOnlyList<AddedField> Added, (BobCustomListName, BobOwnCategoryFieldId) Naming, FieldCatalog Catalog)? _catalog;

    public HiBobTenant(EmulatorContext context)
    {
        Context = context;
        Switches = (HiBobSwitches)context.Switches;
        Roster = new Roster(context.Workforce, Switches);
        Lists = new ListBook(context.Workforce, Switches);
        Rows = new RowCache(Roster);
        Webhooks = new WebhookBook(this);
    }

    public EmulatorContext Context { get; }

    public HiBobSwitches Switches { get; }

    public Workforce Workforce => Context.Workforce;

    public TimeProvider Time => Context.Time;

    public Roster Roster { get; }

    public ListBook Lists { get; }

    public RowCache Rows { get; }

    public WebhookBook Webhooks { get; }

    /// <summary>The fields as of now; made anew when one was added or removed.</summary>
    public FieldCatalog Fields
    {
        get
        {
            lock (_lock)
            {
                var added = Workforce.AddedFields;
                var naming = (Switches.CustomListName, Switches.OwnCategoryFieldId);
                if (_catalog is not { } known || known.Naming != naming || !added.SequenceEqual(known.Added))
                {
                    _catalog = known = (added, naming, new FieldCatalog(added, Lists, Switches));
                }

                return known.Catalog;
            }
        }
    }

    /// <summary>Whether the service user may read the field: by its id, by its category, and for sensitive ones by the right to edit.</summary>
    public bool CanRead(FieldSpec field) =>
        Workforce.Access.CanRead(field.Id)
        && Workforce.Access.CanRead(field.Category)
        && (!field.Sensitive || !Switches.SensitiveFieldsNeedEdit || Switches.EditableCategories.Contains(field.Category));

    /// <summary>Whether past and future rows of a table show; withdrawn as <c>work.history</c>.</summary>
    public bool CanReadHistory(string category) => Workforce.Access.CanRead(category + ".history");
}
