using CsCheck;
using Rollcall.Core.Directory;
using Rollcall.Features.OrgChart;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.OrgChart;

/// <summary>The tree counts right whatever the managers say, and its picture never puts two cards over each other.</summary>
public sealed class OrgLayoutTests
{
    /// <summary>Somebody's manager by place, or nobody.</summary>
    private static readonly Gen<int[]> s_companies = Gen.Int[1, 40].SelectMany(count => Gen.Int[-1, count - 1].Array[count]);

    [Fact]
    public void Everybody_is_counted_once_even_in_circles() => s_companies.Sample(managers =>
    {
        var tree = TreeOf(managers);
        (tree.Heads.Sum(h => tree.BelowOf(h) + 1) + tree.Alone.Count).ShouldBe(managers.Length);
        foreach (var person in Enumerable.Range(0, managers.Length))
        {
            tree.PathTo(person).Count.ShouldBeLessThan(managers.Length);
            tree.ReportsOf(person).Sum(r => tree.BelowOf(r) + 1).ShouldBe(tree.BelowOf(person));
        }
    });

    [Fact]
    public void No_card_lies_over_another_and_none_is_outside() => Gen.Select(s_companies, Gen.Bool.Array[40], Gen.Int[1, 12]).Sample((managers, isOpen, shown) =>
    {
        var tree = TreeOf(managers);
        var picture = Lay(tree, isOpen, shown);
        foreach (var (one, i) in picture.Cards.Select((c, i) => (c, i)))
        {
            one.X.ShouldBeInRange(-0.01, picture.Width - OrgLayout.CardWidth + 0.01);
            one.Y.ShouldBeInRange(0, picture.Height - OrgLayout.CardHeight);
            foreach (var other in picture.Cards.Skip(i + 1))
            {
                (Math.Abs(one.X - other.X) >= OrgLayout.CardWidth || Math.Abs(one.Y - other.Y) >= OrgLayout.CardHeight).ShouldBeTrue();
            }
        }

        picture.Cards.Where(c => c.More == 0).Select(c => c.Person).ShouldBeUnique();
    });

    [Fact]
    public void The_same_tree_looks_the_same() => Gen.Select(s_companies, Gen.Bool.Array[40]).Sample((managers, isOpen) =>
        Lay(TreeOf(managers), isOpen, 30).Cards.ShouldBe(Lay(TreeOf(managers), isOpen, 30).Cards));

    [Fact]
    public void A_manager_stands_over_the_middle_of_their_people()
    {
        var picture = new OrgLayout(TreeOf([-1, 0, 0, 0]), new HashSet<int> { 0 }, _ => 30).Lay([0]);

        picture.CardOf(0)!.X.ShouldBe(picture.CardOf(2)!.X);
        picture.Lines.Count.ShouldBe(3);
        picture.Lines.ShouldAllBe(l => l.Points[0].X == picture.CardOf(0)!.X + (OrgLayout.CardWidth / 2));
    }

    [Fact]
    public void Many_people_stand_in_columns_and_the_rest_behind_one_card()
    {
        var picture = new OrgLayout(TreeOf([-1, .. Enumerable.Repeat(0, 100)]), new HashSet<int> { 0 }, _ => 30).Lay([0]);

        picture.Cards.Count.ShouldBe(1 + 30 + 1);
        picture.Cards.Single(c => c.More > 0).More.ShouldBe(70);
        picture.Cards.Select(c => c.Y).Distinct().Count().ShouldBe(1 + OrgLayout.Rows);
        picture.Cards.ShouldAllBe(c => c.Level == 1 || c.Siblings == 100);
    }

    [Fact]
    public void More_heads_than_are_shown_stand_behind_one_card()
    {
        var tree = TreeOf([-1, 0, -1, 2, -1, 4]);
        var picture = new OrgLayout(tree, new HashSet<int>(), _ => 30).Lay([.. tree.Heads.Take(2)], 1);

        picture.Cards.Count.ShouldBe(3);
        var more = picture.Cards[^1];
        (more.Person, more.More, more.Level, more.Position, more.Siblings).ShouldBe((OrgLayout.Nobody, 1, 1, 3, 3));
        picture.Width.ShouldBe((3 * OrgLayout.CardWidth) + (2 * OrgLayout.Gap));
    }

    [Fact]
    public void Somebody_whose_manager_is_not_here_is_not_somebody_without_one()
    {
        var ids = Enumerable.Range(1, 5).Select(i => new EmployeeId(new Guid(i, 0, 0, new byte[8]))).ToList();
        var gone = new EmployeeId(new Guid(99, 0, 0, new byte[8]));
        var tree = new OrgTree([.. new EmployeeId?[] { null, gone, gone, ids[1], ids[0] }.Select((m, i) => new OrgPerson(ids[i], $"Person {i}", null, null, m))]);

        tree.Heads.ShouldBe([0, 1]);
        tree.Left.ShouldBe([2]);
        tree.Alone.ShouldBeEmpty();
        (tree.HasLostManager(0), tree.HasLostManager(1), tree.HasLostManager(3)).ShouldBe((false, true, false));
        (tree.IsOutside(1), tree.IsOutside(2)).ShouldBe((false, true));
        tree.InOrder().ShouldBe([0, 4, 1, 3, 2]);
    }

    [Fact]
    public void A_filter_counts_those_below()
    {
        var tree = TreeOf([-1, 0, 1, 1, -1]);

        tree.CountBelow(i => i is 2 or 3).ShouldBe([2, 2, 1, 1, 0]);
    }

    [Fact]
    public void What_people_are_called_breaks_no_picture()
    {
        var picture = new OrgLayout(TreeOf([-1, 0]), new HashSet<int> { 0 }, _ => 30).Lay([0]);
        var svg = OrgSvg.Write(picture, [], _ => new OrgCardText("<script>alert('&')</script> who has a name that does not end", "\"CEO\"", Also: "also reports to <b>"));

        var read = System.Xml.Linq.XDocument.Parse(svg);
        read.Descendants().Count(e => e.Name.LocalName == "text").ShouldBe(6);
        read.Descendants().ShouldNotContain(e => e.Name.LocalName == "script");
    }

    private static OrgPicture Lay(OrgTree tree, bool[] isOpen, int shown) =>
        new OrgLayout(tree, Enumerable.Range(0, tree.People.Count).Where(i => isOpen[i]).ToHashSet(), _ => shown).Lay(tree.Heads);

    private static OrgTree TreeOf(int[] managers)
    {
        EmployeeId[] ids = [.. managers.Select((_, i) => new EmployeeId(new Guid(i + 1, 0, 0, new byte[8])))];
        return new OrgTree([.. managers.Select((m, i) => new OrgPerson(ids[i], $"Person {i}", null, null, m < 0 || m == i ? null : ids[m]))]);
    }
}
