namespace Rollcall.Features.Employees;

/// <summary>What the visitor looks for, handed from the top bar to the list. Not by the address: names do not belong into it.</summary>
public sealed class PeopleSearch
{
    private Action? changed;

    public string? Text { get; private set; }

    /// <summary>Called when something else is looked for; null ends it.</summary>
    public void OnChanged(Action? told) => changed = told;

    public void For(string? text)
    {
        Text = text;
        changed?.Invoke();
    }
}
