namespace Rollcall.Features.OrgChart;

/// <summary>A card in the chart, in pixels.</summary>
/// <param name="Person">Place in the tree; for a card that stands for more people, their manager's, or <see cref="OrgLayout.Nobody"/> for more of the topmost.</param>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Level">1 for the topmost.</param>
/// <param name="Position">Which of its siblings, from 1.</param>
/// <param name="Siblings">How many siblings there are, shown or not.</param>
/// <param name="More">How many are not shown yet, for a card that shows them; 0 for a person.</param>
public sealed record OrgCard(int Person, double X, double Y, int Level, int Position, int Siblings, int More);

/// <summary>A line from one card to another, as the points it goes through.</summary>
public sealed record OrgLine(IReadOnlyList<(double X, double Y)> Points);

/// <summary>A chart that is laid out.</summary>
public sealed record OrgPicture(IReadOnlyList<OrgCard> Cards, IReadOnlyList<OrgLine> Lines, double Width, double Height)
{
    /// <summary>The card of a person, if it is shown.</summary>
    public OrgCard? CardOf(int person) => Cards.FirstOrDefault(c => c.Person == person && c.More == 0);
}

/// <summary>Lays out as much of a tree as is open: managers above the middle of their people, who stand side by side, or in columns when
/// none of them is open and they are many. Nothing overlaps, and the same tree looks the same each time. Pure.</summary>
public sealed class OrgLayout(OrgTree tree, IReadOnlySet<int> open, Func<int, int> shownOf)
{
    public const double CardWidth = 208;
    public const double CardHeight = 112;
    public const double Gap = 16;
    public const double Drop = 48;
    public const double Indent = 24;

    /// <summary>Stands for the manager of those who have none.</summary>
    public const int Nobody = -1;

    /// <summary>So many stand side by side even when none of them is open.</summary>
    public const int Abreast = 4;

    /// <summary>So many stand one below the other.</summary>
    public const int Rows = 5;

    private readonly List<OrgCard> cards = [];
    private readonly List<OrgLine> lines = [];
    private readonly Dictionary<int, double> widths = [];

    /// <param name="roots">The topmost, from left to right.</param>
    /// <param name="more">How many more of the topmost there are.</param>
    public OrgPicture Lay(IReadOnlyList<int> roots, int more = 0)
    {
        var x = 0.0;
        for (var i = 0; i < roots.Count; i++)
        {
            Place(new OrgCard(roots[i], x, 0, 1, i + 1, roots.Count + more, 0));
            x += WidthOf(roots[i]) + Gap;
        }

        if (more > 0)
        {
            cards.Add(new OrgCard(Nobody, x, 0, 1, roots.Count + 1, roots.Count + more, more));
            x += CardWidth + Gap;
        }

        return new OrgPicture(cards, lines, Math.Max(0, x - Gap), cards.Count == 0 ? 0 : cards.Max(c => c.Y) + CardHeight);
    }

    private bool IsOpen(int person) => open.Contains(person) && tree.ReportsOf(person).Count > 0;

    private List<int> Shown(int person) => [.. tree.ReportsOf(person).Take(shownOf(person))];

    private int MoreOf(int person) => Math.Max(0, tree.ReportsOf(person).Count - shownOf(person));

    /// <summary>Whether somebody's people stand in columns.</summary>
    private bool IsStacked(List<int> people, int more) => people.Count + (more > 0 ? 1 : 0) > Abreast && !people.Exists(IsOpen);

    private double WidthOf(int person)
    {
        if (widths.TryGetValue(person, out var known))
        {
            return known;
        }

        var width = CardWidth;
        if (IsOpen(person))
        {
            var (people, more) = (Shown(person), MoreOf(person));
            var count = people.Count + (more > 0 ? 1 : 0);
            width = Math.Max(width, IsStacked(people, more)
                ? (Math.Ceiling(count / (double)Rows) * (CardWidth + Indent + Gap)) - Gap
                : people.Sum(WidthOf) + (more > 0 ? CardWidth + Gap : 0) + (Gap * Math.Max(0, people.Count - 1)));
        }

        return widths[person] = width;
    }

    /// <summary><paramref name="at"/> has the left edge of everything below; the card stands over the middle of it.</summary>
    private void Place(OrgCard at)
    {
        var width = WidthOf(at.Person);
        var card = at with { X = at.X + ((width - CardWidth) / 2) };
        cards.Add(card);
        if (!IsOpen(at.Person))
        {
            return;
        }

        var (people, more) = (Shown(at.Person), MoreOf(at.Person));
        var from = (X: card.X + (CardWidth / 2), Y: card.Y + CardHeight);
        if (IsStacked(people, more))
        {
            Stack(card, people, more, at.X, width, from);
        }
        else
        {
            Spread(card, people, more, at.X, from);
        }
    }

    private void Spread(OrgCard manager, List<int> people, int more, double left, (double X, double Y) from)
    {
        var (y, x) = (manager.Y + CardHeight + Drop, left);
        var siblings = tree.ReportsOf(manager.Person).Count;
        var wanted = people.Sum(WidthOf) + (more > 0 ? CardWidth + Gap : 0) + (Gap * Math.Max(0, people.Count - 1));
        x += (WidthOf(manager.Person) - wanted) / 2;
        for (var i = 0; i < people.Count; i++)
        {
            var middle = x + (WidthOf(people[i]) / 2);
            Join(from, (middle, y), manager.Y + CardHeight + (Drop / 2));
            Place(new OrgCard(people[i], x, y, manager.Level + 1, i + 1, siblings, 0));
            x += WidthOf(people[i]) + Gap;
        }

        if (more > 0)
        {
            Join(from, (x + (CardWidth / 2), y), manager.Y + CardHeight + (Drop / 2));
            cards.Add(new OrgCard(manager.Person, x, y, manager.Level + 1, people.Count + 1, siblings, more));
        }
    }

    private void Stack(OrgCard manager, List<int> people, int more, double left, double width, (double X, double Y) from)
    {
        var count = people.Count + (more > 0 ? 1 : 0);
        var siblings = tree.ReportsOf(manager.Person).Count;
        var wanted = (Math.Ceiling(count / (double)Rows) * (CardWidth + Indent + Gap)) - Gap;
        for (var i = 0; i < count; i++)
        {
            var x = left + ((width - wanted) / 2) + (i / Rows * (CardWidth + Indent + Gap)) + Indent;
            var y = manager.Y + CardHeight + Drop + (i % Rows * (CardHeight + Gap));
            var spine = x - (Indent / 2);
            lines.Add(new OrgLine([from, (from.X, from.Y + (Drop / 2)), (spine, from.Y + (Drop / 2)), (spine, y + (CardHeight / 2)), (x, y + (CardHeight / 2))]));
            cards.Add(i < people.Count
                ? new OrgCard(people[i], x, y, manager.Level + 1, i + 1, siblings, 0)
                : new OrgCard(manager.Person, x, y, manager.Level + 1, i + 1, siblings, more));
        }
    }

    private void Join((double X, double Y) from, (double X, double Y) to, double bend) => lines.Add(new OrgLine([from, (from.X, bend), (to.X, bend), to]));
}
