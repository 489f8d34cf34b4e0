using System.Security.Cryptography;
using System.Text;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Syncing;

/// <summary>A preview may be made with a mapping that is still being edited. Its plan says so in place of the configuration's digest,
/// and can be applied only once exactly that mapping is saved.</summary>
internal static class UnsavedMapping
{
    private const string Mark = "unsaved:";

    /// <summary>The report, its plan marked when it was made with another configuration than the saved one.</summary>
    public static RunReport Marked(RunReport report, ConnectionConfig used, ConnectionConfig? saved) =>
        report is { State: RunState.Previewed, Plan: { } plan } && (saved is null || ConfigJson.Write(used) != ConfigJson.Write(saved))
            ? report with { Plan = plan with { ConfigDigest = MarkOf(used) } }
            : report;

    /// <summary>Whether the plan was made with what is saved, as far as it says.</summary>
    public static bool Allows(Plan plan, ConnectionConfig saved) => Allows(plan.ConfigDigest, saved);

    /// <summary>The same by a plan's <see cref="Plan.ConfigDigest"/> alone.</summary>
    public static bool Allows(string configDigest, ConnectionConfig saved) => !IsMarked(configDigest) || configDigest == MarkOf(saved);

    /// <summary>Whether the plan was made with another configuration than the one with this digest. A plan of single people does not say.</summary>
    public static bool IsOutdated(Plan plan, string configDigest) => plan.ConfigDigest.Length > 0 && !IsMarked(plan.ConfigDigest) && plan.ConfigDigest != configDigest;

    /// <summary>The plan as it is applied: without a digest, so that the next run looks at everybody once more.</summary>
    public static Plan WithoutMark(Plan plan) => IsMarked(plan.ConfigDigest) ? plan with { ConfigDigest = "" } : plan;

    private static bool IsMarked(string configDigest) => configDigest.StartsWith(Mark, StringComparison.Ordinal);

    private static string MarkOf(ConnectionConfig config) => Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ConfigJson.Write(config))));
}
