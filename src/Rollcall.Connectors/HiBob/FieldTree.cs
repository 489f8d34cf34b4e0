using System.Text;
using System.Text.Json;

namespace Rollcall.Connectors.HiBob;

/// <summary>Where the requested fields stand in the nested half of an answer: one node for each part of their paths.</summary>
internal sealed class FieldTree
{
    private readonly byte[] name;
    private readonly List<FieldTree> children = [];
    private int expected;

    private FieldTree(string name) => this.name = Encoding.UTF8.GetBytes(name);

    /// <summary>Index of the field that ends here, or -1.</summary>
    public int Field { get; private set; } = -1;

    public IReadOnlyList<FieldTree> Children => children;

    /// <param name="paths">Paths in the order of the fields.</param>
    public static FieldTree Of(IEnumerable<string> paths)
    {
        var root = new FieldTree("");
        var index = 0;
        foreach (var path in paths)
        {
            var node = root;
            foreach (var part in path.Split('.'))
            {
                var text = Encoding.UTF8.GetBytes(part);
                var next = node.children.Find(c => c.name.AsSpan().SequenceEqual(text));
                if (next is null)
                {
                    node.children.Add(next = new FieldTree(part));
                }

                node = next;
            }

            node.Field = index++;
        }

        return root;
    }

    /// <summary>The node under the current property name, or null. Properties come in the same order for everybody: the next one is usually
    /// where the last one said.</summary>
    public FieldTree? Find(ref Utf8JsonReader json)
    {
        for (var i = 0; i < children.Count; i++)
        {
            var at = (expected + i) % children.Count;
            if (json.ValueTextEquals(children[at].name))
            {
                expected = at + 1;
                return children[at];
            }
        }

        return null;
    }
}
