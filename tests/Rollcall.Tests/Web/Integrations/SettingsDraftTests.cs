using Rollcall.Core.Connecting;
using Rollcall.Core.Mapping;
using Rollcall.Features.Integrations;

namespace Rollcall.Tests.Web.Integrations;

/// <summary>Settings are checked at their field, and a secret goes only where it was meant for.</summary>
public sealed class SettingsDraftTests
{
    private static readonly ConnectorDescriptor Descriptor = new()
    {
        Key = "made-up",
        Name = "Made up",
        DocsPage = "none.md",
        Capabilities = Capability.None,
        DefaultMappings = [],
        StatusWords = [],
        Create = _ => throw new NotSupportedException(),
        Settings =
        [
            new("company", "Company", "The company.", Secret: false, Required: true, Default: null, Choices: []),
            new("token", "Token", "The token.", Secret: true, Required: true, Default: null, Choices: []),
            new("region", "Region", "The region.", Secret: false, Required: false, Default: "eu", Choices: ["eu", "us"]),
            new("base-url", "Base address", "The address.", Secret: false, Required: false, Default: "https://api.example.com", Choices: []),
        ],
    };

    [Fact]
    public void What_is_needed_and_missing_is_said_at_its_field()
    {
        var draft = New();
        draft.Set("company", "  ");

        draft.Check().ShouldBe(new Dictionary<string, SettingProblem> { ["company"] = SettingProblem.Missing, ["token"] = SettingProblem.Missing }, ignoreOrder: true);
    }

    [Fact]
    public void A_value_outside_the_choices_is_refused()
    {
        var draft = Filled();
        draft.Set("region", "moon");

        draft.Check()["region"].ShouldBe(SettingProblem.NoChoice);
    }

    [Fact]
    public void Secrets_are_kept_apart_and_defaults_are_not_stored()
    {
        var draft = Filled();

        draft.Check().ShouldBeEmpty();
        draft.Settings.ShouldBe(new Dictionary<string, string> { ["company"] = "acme" });
        draft.NewSecrets.ShouldBe(new Dictionary<string, string> { ["token"] = "t0ken" });
    }

    [Fact]
    public void A_stored_secret_need_not_be_written_again()
    {
        var draft = Standing();
        draft.Set("company", "other");

        draft.Check().ShouldBeEmpty();
        draft.IsChanged.ShouldBeTrue();
        draft.NewSecrets.ShouldBeEmpty();
        draft.Get("token").ShouldBe("");
    }

    [Fact]
    public void A_stored_secret_is_asked_for_again_when_the_address_changes()
    {
        var draft = Standing();
        draft.Set("base-url", "https://elsewhere.example.com");
        draft.Check()["token"].ShouldBe(SettingProblem.WriteAgain);

        draft.Set("token", "again");
        draft.Check().ShouldBeEmpty();
    }

    [Fact]
    public void Rules_out_of_range_are_named()
    {
        var config = new ConnectionConfig { Name = "hr", Provider = "made-up", Mappings = [] };

        ConnectionRules.Problems(config).ShouldBeEmpty();
        ConnectionRules.Problems(config with { MissingReadsBeforeLeaving = 0, Limits = config.Limits with { MaxRebindPercent = 101, MaxCreatedPercent = double.NaN } })
            .ShouldBe(["MissingReadsBeforeLeaving", "MaxRebindPercent", "MaxCreatedPercent"], ignoreOrder: true);
    }

    [Fact]
    public void An_edit_of_the_rules_leaves_the_mapping_as_it_stands()
    {
        var shown = new ConnectionConfig { Name = "hr", Provider = "made-up", Mappings = [] };
        var standing = shown with { Mappings = [MappingRule.Of("squad", Target.Level)] };

        ConnectionRules.AreSame(shown, standing).ShouldBeTrue();
        var merged = ConnectionRules.With(shown with { AutoInvite = true }, standing);
        merged.AutoInvite.ShouldBeTrue();
        merged.Mappings.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("acme-hr2", true)]
    [InlineData("Acme", false)]
    [InlineData("-acme", false)]
    [InlineData("", false)]
    [InlineData("connect", false)]
    [InlineData("acme/..", false)]
    public void A_name_is_lower_case_words_joined_by_hyphens(string name, bool isName) => ConnectionRules.IsName(name).ShouldBe(isName);

    [Fact]
    public void The_next_free_name_counts_on() => ConnectionRules.FreeName("hr", ["hr", "hr-2"]).ShouldBe("hr-3");

    private static SettingsDraft New() => new(Descriptor, new Dictionary<string, string>(), []);

    private static SettingsDraft Filled()
    {
        var draft = New();
        draft.Set("company", "acme ");
        draft.Set("token", " t0ken");
        return draft;
    }

    private static SettingsDraft Standing() => new(Descriptor, new Dictionary<string, string> { ["company"] = "acme" }, ["token"]);
}
