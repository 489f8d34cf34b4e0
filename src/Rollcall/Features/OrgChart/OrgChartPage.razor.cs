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
    private IReadOnlyList<int> matches = [];
    private int matchAt = -1;
    private IJSObjectReference? module;
    private IJSObjectReference? watching;
    private DotNetObjectReference<OrgChartPage>? self;

    /// <summary>Whom to start from; the whole company when left out.</summary>
    [Parameter]
    public Guid? EmployeeId { get; set; }

    /// <summary>Somebody was asked for who is not in the chart: gone, deactivated, or never there.</summary>
    private bool IsUnknown => view is not null && EmployeeId is not null && Root is null;

    private string? Answer => view is null || IsUnknown ? null : Root is { } root
        ? T.Count("answer.from", view.Tree.BelowOf(root), view.Tree.People[root].Name)
        : T.Count("answer", view.Tree.People.Count);

    private int? Root => EmployeeId is { } id && view?.Tree.PlaceOf(new EmployeeId(id)) is >= 0 and var at ? at : null;

    private IReadOnlyList<(string Text, string Href)> Trail => view is null || EmployeeId is null ? [] : Root is { } root
        ? [(T["title"].Value, "/org-chart"), .. view.Tree.PathTo(root).Select(p => (view.Tree.People[p].Name, $"/org-chart/{view.Tree.People[p].Id}"))]
        : [(T["title"].Value, "/org-chart")];

    private IReadOnlyList<int> Roots => Root is { } root ? [root] : [.. view!.Tree.Heads.Take(shown.GetValueOrDefault(OrgLayout.Nobody, HeadsShown))];

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
            case "." when card.More == 0 && view!.Tree.ReportsOf(card.Person).Count > 0:
                Navigation.NavigateTo($"/org-chart/{view.Tree.People[card.Person].Id}");
                return;
            case ".":
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
                Focus(picture.CardOf(card.More > 0 ? card.Person : view!.Tree.ManagerOf(card.Person)));
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
        if (IsUnknown)
        {
            return;
        }

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
        if (view is { Tree.Heads.Count: > 0 } && !IsUnknown && module is null)
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

    private void Lay() => picture = new OrgLayout(view!.Tree, open, person => shown.GetValueOrDefault(person, More)).Lay(Roots, Root is null ? view.Tree.Heads.Count - Roots.Count : 0);

    /// <summary>As somebody reads a tree: each person before their people.</summary>
    private List<OrgCard> InOrder()
    {
        var below = picture.Cards.ToLookup(c => c.More > 0 ? c.Person : c.Level == 1 ? OrgLayout.Nobody : view!.Tree.ManagerOf(c.Person));
        var order = new List<OrgCard>(picture.Cards.Count);
        var left = new Stack<OrgCard>(below[OrgLayout.Nobody].Where(c => c.Level == 1).OrderByDescending(c => c.Position));
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
            var isTop = card.Person == OrgLayout.Nobody;
            var all = isTop ? view!.Tree.Heads : view!.Tree.ReportsOf(card.Person);
            var next = all[^card.More];
            shown[card.Person] = all.Count - card.More + (isTop ? HeadsShown : More);
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
        if (view.Tree.IsOutside(at) || (Root is { } root && root != at && !path.Contains(root)))
        {
            Navigation.NavigateTo(view.Tree.IsOutside(at) ? $"/employees/{person.Id}" : $"/org-chart/{person.Id}");
            return Task.CompletedTask;
        }

        if (Root is null)
        {
            shown[OrgLayout.Nobody] = Math.Max(Roots.Count, view.Tree.Heads.ToList().IndexOf(path.Count > 0 ? path[0] : at) + 1);
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
        matching = team is null && location is null ? null : view!.Tree.CountBelow(IsMatch);
        matches = matching is null ? [] : [.. view!.Tree.InOrder().Where(IsMatch)];
        matchAt = -1;
    }

    private bool IsMatch(int person) =>
        (team is null || view!.Teams[person].Contains(team, StringComparer.Ordinal)) && (location is null || view!.Tree.People[person].Location == location);

    /// <summary>Opens the way to the next one whom the filter lets through.</summary>
    private Task NextMatchAsync()
    {
        matchAt = (matchAt + 1) % matches.Count;
        return GoToAsync(view!.Tree.People[matches[matchAt]]);
    }

    private bool IsDim(OrgCard card) => matching is not null && card.More == 0 && matching[card.Person] - view!.Tree.ReportsOf(card.Person).Sum(r => matching[r]) == 0;

    private int? MatchingBelow(OrgCard card) =>
        matching is not null && card.More == 0 && !open.Contains(card.Person) && view!.Tree.ReportsOf(card.Person).Sum(r => matching[r]) is > 0 and var count ? count : null;

    private string? AlsoOf(int person) => view!.AdditionalManagers[person].ToList() is { Count: > 0 } also
        ? T["also", string.Join(", ", also.Select(m => view.Tree.People[m].Name))].Value
        : view.Tree.HasLostManager(person) ? T["lost"].Value : null;

    private OrgCardText TextOf(OrgCard card)
    {
        if (card.More > 0)
        {
            return new OrgCardText(T.Count("more", card.More));
        }

        var (person, direct, all) = (view!.Tree.People[card.Person], view.Tree.ReportsOf(card.Person).Count, view.Tree.BelowOf(card.Person));
        var place = string.Join(" · ", new[] { view.Teams[card.Person] is [var first, ..] ? first : null, person.Location }.Where(p => p is { Length: > 0 }));
        return new OrgCardText(person.Name, person.Title, place, AlsoOf(card.Person), direct == 0 ? null : direct == all ? T.Count("reports", direct) : T["reports.all", direct, all]);
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

    private async Task PrintAsync()
    {
        if (module is not null)
        {
            await module.InvokeVoidAsync("print", frame, picture.Width);
        }
    }

    private async Task ExportAsync() => await Js.InvokeVoidAsync("rollcall.download", "org-chart.svg", "image/svg+xml", OrgSvg.Write(picture, Dotted, TextOf));
}
