using System.Reflection;

namespace Rollcall.Architecture.Tests;

/// <summary>Dependencies point one way: the program knows connectors, storage and emulators; they know Core; Core knows nobody.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Rollcall.Core", "")]
    [InlineData("Rollcall.Emulators", "")]
    [InlineData("Rollcall.Connectors", "Rollcall.Core")]
    [InlineData("Rollcall.Storage", "Rollcall.Core")]
    [InlineData("Rollcall.Storage.Sqlite", "Rollcall.Core Rollcall.Storage")]
    [InlineData("Rollcall.Storage.Postgres", "Rollcall.Core Rollcall.Storage")]
    public void An_assembly_knows_only_what_it_may(string assembly, string allowed)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(r => r.Name!)
            .Where(n => n.StartsWith("Rollcall", StringComparison.OrdinalIgnoreCase));
        references.ShouldBeSubsetOf(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Core_references_no_http_and_no_database()
    {
        var references = Assembly.Load("Rollcall.Core").GetReferencedAssemblies().Select(r => r.Name!).ToList();
        references.ShouldNotContain(n => n.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        references.ShouldNotContain(n => n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        references.ShouldNotContain(n => n == "System.Data.Common");
        foreach (var source in Repository.Sources("src/Rollcall.Core").Where(s => !s.EndsWith("ConnectorDescriptor.cs", StringComparison.Ordinal)))
        {
            Repository.Read(source).ShouldNotContain("HttpClient", customMessage: source);
        }
    }

    [Theory]
    [InlineData("Personio")]
    [InlineData("BambooHr")]
    [InlineData("HiBob")]
    public void No_vendor_word_leaks_out_of_its_connectors_folder(string vendor)
    {
        foreach (var source in Repository.Sources("src/Rollcall.Core").Concat(Repository.Sources("src/Rollcall.Storage"))
            .Concat(Repository.Sources("src/Rollcall.Connectors").Where(s => !s.Contains($"/{vendor}/", StringComparison.Ordinal) && !s.EndsWith("/Connectors.cs", StringComparison.Ordinal))))
        {
            var code = string.Join('\n', Repository.Read(source).Split('\n').Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            code.Contains(vendor, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(source);
        }
    }
}
