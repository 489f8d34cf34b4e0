namespace Rollcall.Architecture.Tests;

/// <summary>The checked-out tree this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The project's own C# files below a folder, as paths from the root.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            && !f.Contains("/Migrations/", StringComparison.Ordinal))
        .Select(f => Path.GetRelativePath(Root, f))
        .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Rollcall.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Rollcall.slnx is not above the test's folder.");
    }
}
