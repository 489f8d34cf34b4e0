using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Rollcall.Core.Directory;
using Rollcall.Features.Shell;
using Rollcall.Storage;

namespace Rollcall.Features.OrgChart;

/// <summary>What is open, found, filtered and zoomed. The chart is laid out anew after each change.</summary>
public sealed partial class OrgChartPage
{
    private const int More = 30;
    private const int HeadsShown = 8;
    private static readonly double[] s_zooms = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5];

    private readonly HashSet<int> open = [];
    private readonly Dictionary<int, int> shown = [];
    private ElementReference frame;
    private OrgView? view;
    private OrgPicture picture = new([], [], 0, 0);
    private int[]? matching;
    private (int Person, bool IsMore)? current;
    private (string Id, bool HasFocus)? toShow;
    private string? team;
    private string? location;
    private bool showsAdditional = true;
    private double zoom = 1;
    private int aloneShown = More;
    private IJSObjectReference? module;
    private IJSObjectReference? watching;
    private DotNetObjectReference<OrgChartPage>? self;

    /// <summary>Whom to start from; the whole company when left out.</summary>
    [Parameter]
    public Guid? EmployeeId { get; set; }

    private string? Answer => view is null ? null : Root is { } root
        ? T.Count("answer.from", view.Tree.BelowOf(root), view.Tree.People[root].Name)
        : T.Count("answer", view.Tree.People.Count);

    private int? Root => EmployeeId is { } id && view?.Tree.PlaceOf(new EmployeeId(id)) is >= 0 and var at ? at : null;

    private IReadOnlyList<(string Text, string Href)> Trail => view is not null && Root is { } root
        ? [(T["title"].Value, "/org-chart"), .. view.Tree.PathTo(root).Select(p => (view.Tree.People[p].Name, $"/org-chart/{view.Tree.People[p].Id}"))]
        : [];

    private IReadOnlyList<int> Roots => Root is { } root ? [root] : [.. view!.Tree.Heads.Take(HeadsShown)];

    private OrgCard? Current => picture.Cards.FirstOrDefault(c => KeyOf(c) == current) ?? (picture.Cards.Count > 0 ? picture.Cards[0] : null);

    private string CanvasStyle => string.Create(CultureInfo.InvariantCulture, $"width: {picture.Width:0}px; height: {picture.Height:0}px; zoom: {zoom:0.##}");

    /// <summary>Who also reports to whom, where both are shown.</summary>
    private IReadOnlyList<OrgLine> Dotted => !showsAdditional ? [] :
    [
        .. from card in picture.Cards
           where card.More == 0
           from manager in view!.AdditionalManagers[card.Person]
           let other = picture.CardOf(manager)
           where other is not null
           select new OrgLine([(card.X + 12, card.Y), (card.X + 12, card.Y - 14), (other.X + OrgLayout.CardWidth - 12, other.Y + OrgLayout.CardHeight + 14), (other.X + OrgLayout.CardWidth - 12, other.Y + OrgLayout.CardHeight)]),
    ];

    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        try
        {
            if (watching is not null)
            {
                await watching.InvokeVoidAsync("stop");
                await watching.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its listeners with it.
        }
    }

    [JSInvokable]
    public Task ZoomAsync(int step)
    {
        var at = Array.FindIndex(s_zooms, z => z >= zoom - 0.001);
        zoom = s_zooms[Math.Clamp((at < 0 ? s_zooms.Length - 1 : at) + step, 0, s_zooms.Length - 1)];
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>The keys of a tree: into and out of branches, along what is shown; Enter opens the profile.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        if (Current is not { } card)
        {
            return;
        }

        var visible = InOrder();
        var at = visible.IndexOf(card);
        switch (key)
        {
            case "+" or "-" or "0":
                await (key == "0" ? FitAsync() : ZoomAsync(key == "+" ? 1 : -1));
                return;
            case "Enter" when card.More > 0:
                await ToggleAsync(card);
                return;
            case "Enter":
                Navigation.NavigateTo($"/employees/{view!.Tree.People[card.Person].Id}");
                return;
            case "ArrowRight" when card.More == 0 && view!.Tree.ReportsOf(card.Person).Count > 0 && !open.Contains(card.Person):
                await ToggleAsync(card);
                return;
            case "ArrowLeft" when card.More == 0 && open.Contains(card.Person) && view!.Tree.ReportsOf(card.Person).Count > 0:
                await ToggleAsync(card);
                return;
            case "ArrowLeft":
                var parent = card.More > 0 ? card.Person : view!.Tree.ManagerOf(card.Person);
                Focus(picture.CardOf(parent));
                break;
            default:
                Focus(visible[Math.Clamp(key switch { "Home" => 0, "End" => visible.Count - 1, "ArrowUp" => at - 1, _ => at + 1 }, 0, visible.Count - 1)]);
                break;
        }

        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        view ??= await Chart.LoadAsync(CancellationToken.None);
        if (view.Tree.Heads.Count > 0 || Root is not null)
        {
            open.Add(Root ?? view.Tree.Heads[0]);
        }

        Lay();
        current = picture.Cards.Count > 0 ? KeyOf(picture.CardOf(Root ?? -1) ?? picture.Cards[0]) : null;
        toShow = current is null ? null : (IdOf(picture.Cards.First(c => KeyOf(c) == current)), false);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (view is { Tree.Heads.Count: > 0 } && module is null)
        {
            module = await Js.InvokeAsync<IJSObjectReference>("import", "./org-chart.js");
            self = DotNetObjectReference.Create(this);
            watching = await module.InvokeAsync<IJSObjectReference>("watch", frame, self);
        }

        if (module is not null && toShow is var (id, hasFocus))
        {
            toShow = null;
            await module.InvokeVoidAsync("show", id, hasFocus);
        }
    }

    internal static string IdOf(OrgCard card) => string.Create(CultureInfo.InvariantCulture, $"org-{card.Person}{(card.More > 0 ? "-more" : "")}");

    private static (int, bool) KeyOf(OrgCard card) => (card.Person, card.More > 0);

    private static string Px(double length) => length.ToString("0", CultureInfo.InvariantCulture);

    private static Task<IEnumerable<string>> Names(IReadOnlyList<string> all, string? text, string? chosen) => Task.FromResult<IEnumerable<string>>(
        [.. all.Where(n => string.IsNullOrWhiteSpace(text) || text == chosen || n.Contains(text, StringComparison.CurrentCultureIgnoreCase)).Take(200)]);

    private void Lay() => picture = new OrgLayout(view!.Tree, open, person => shown.GetValueOrDefault(person, More)).Lay(Roots);

    /// <summary>As somebody reads a tree: each person before their people.</summary>
    private List<OrgCard> InOrder()
    {
        var below = picture.Cards.ToLookup(c => c.More > 0 ? c.Person : c.Level == 1 ? -1 : view!.Tree.ManagerOf(c.Person));
        var order = new List<OrgCard>(picture.Cards.Count);
        var left = new Stack<OrgCard>(below[-1].Where(c => c.Level == 1).OrderByDescending(c => c.Position));
        while (left.TryPop(out var card))
        {
            order.Add(card);
            foreach (var child in below[card.Person].Where(c => card.More == 0 && c.Level > 1).OrderByDescending(c => c.Position))
            {
                left.Push(child);
            }
        }

        return order;
    }

    private void Focus(OrgCard? card)
    {
        if (card is not null)
        {
            current = KeyOf(card);
            toShow = (IdOf(card), true);
        }
    }

    private Task ToggleAsync(OrgCard card)
    {
        if (card.More > 0)
        {
            // What comes next takes the place of the card that stood for it.
            var next = view!.Tree.ReportsOf(card.Person)[shown.GetValueOrDefault(card.Person, More)];
            shown[card.Person] = shown.GetValueOrDefault(card.Person, More) + More;
            Lay();
            Focus(picture.CardOf(next));
        }
        else if (view!.Tree.ReportsOf(card.Person).Count > 0)
        {
            _ = open.Remove(card.Person) || open.Add(card.Person);
            Lay();
            Focus(picture.CardOf(card.Person));
        }

        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <summary>Opens the way to somebody; leaves the part of the company that is shown if they are not in it.</summary>
    private Task GoToAsync(OrgPerson person)
    {
        var at = view!.Tree.PlaceOf(person.Id);
        var path = view.Tree.PathTo(at);
        if (view.Tree.Alone.Contains(at) || (Root is { } root && root != at && !path.Contains(root)) || (Root is null && path.Count > 0 && !Roots.Contains(path[0])))
        {
            Navigation.NavigateTo(view.Tree.Alone.Contains(at) ? $"/employees/{person.Id}" : $"/org-chart/{person.Id}");
            return Task.CompletedTask;
        }

        foreach (var manager in path)
        {
            open.Add(manager);
            var place = view.Tree.ReportsOf(manager).ToList().FindIndex(r => r == at || path.Contains(r));
            shown[manager] = Math.Max(shown.GetValueOrDefault(manager, More), place + 1);
        }

        Lay();
        Focus(picture.CardOf(at));
        StateHasChanged();
        return Task.CompletedTask;
    }

    private void Filter(string? inTeam, string? atLocation)
    {
        (team, location) = (inTeam, atLocation);
        matching = team is null && location is null ? null : view!.Tree.CountBelow(i =>
            (team is null || view.Teams[i].Contains(team, StringComparer.Ordinal)) && (location is null || view.Tree.People[i].Location == location));
    }

    private bool IsDim(OrgCard card) => matching is not null && card.More == 0 && matching[card.Person] - view!.Tree.ReportsOf(card.Person).Sum(r => matching[r]) == 0;

    private int? MatchingBelow(OrgCard card) =>
        matching is not null && card.More == 0 && !open.Contains(card.Person) && view!.Tree.ReportsOf(card.Person).Sum(r => matching[r]) is > 0 and var count ? count : null;

    private string? AlsoOf(OrgCard card) => card.More == 0 && view!.AdditionalManagers[card.Person].ToList() is { Count: > 0 } also
        ? T["also", string.Join(", ", also.Select(m => view.Tree.People[m].Name))].Value
        : null;

    private OrgCardText TextOf(OrgCard card)
    {
        if (card.More > 0)
        {
            return new OrgCardText(T.Count("more", card.More), null, null, null);
        }

        var (person, direct, all) = (view!.Tree.People[card.Person], view.Tree.ReportsOf(card.Person).Count, view.Tree.BelowOf(card.Person));
        var place = string.Join(" · ", new[] { view.Teams[card.Person] is [var first, ..] ? first : null, person.Location }.Where(p => p is { Length: > 0 }));
        return new OrgCardText(person.Name, person.Title, place, direct == 0 ? null : direct == all ? T.Count("reports", direct) : T["reports.all", direct, all]);
    }

    private async Task FitAsync()
    {
        if (module is not null)
        {
            var most = await module.InvokeAsync<double>("fit", frame, picture.Width, picture.Height);
            zoom = s_zooms.LastOrDefault(z => z <= most, s_zooms[0]);
            StateHasChanged();
        }
    }

    private async Task ExportAsync() => await Js.InvokeVoidAsync("rollcall.download", "org-chart.svg", "image/svg+xml", OrgSvg.Write(picture, Dotted, TextOf));
}
