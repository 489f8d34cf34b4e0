using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Rollcall.Storage;

/// <summary>The one database. Every row but accounts and the key ring belongs to a workspace; instants are UTC ticks so that both providers
/// order and compare them.</summary>
public sealed class RollcallDbContext(DbContextOptions<RollcallDbContext> options) : IdentityUserContext<AccountRow, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<WorkspaceRow> Workspaces => Set<WorkspaceRow>();

    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    public DbSet<EmployeeRow> Employees => Set<EmployeeRow>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<AdditionalManagerRow> AdditionalManagers => Set<AdditionalManagerRow>();

    public DbSet<TeamRow> Teams => Set<TeamRow>();

    public DbSet<LevelRow> Levels => Set<LevelRow>();

    public DbSet<CustomAttributeRow> CustomAttributes => Set<CustomAttributeRow>();

    public DbSet<SourceRecordRow> SourceRecords => Set<SourceRecordRow>();

    public DbSet<CoverageRow> Coverage => Set<CoverageRow>();

    public DbSet<MatchDecisionRow> MatchDecisions => Set<MatchDecisionRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<MemberRow> Members => Set<MemberRow>();

    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    public DbSet<MailRow> Mail => Set<MailRow>();

    public DbSet<SavedViewRow> SavedViews => Set<SavedViewRow>();

    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    public DbSet<ApiAnswerRow> ApiAnswers => Set<ApiAnswerRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<WebhookEventRow> WebhookEvents => Set<WebhookEventRow>();

    public DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<RetentionRow> Retention => Set<RetentionRow>();

    public DbSet<AlertSettingsRow> AlertSettings => Set<AlertSettingsRow>();

    public DbSet<AlertChannelRow> AlertChannels => Set<AlertChannelRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<AlertNoticeRow> AlertNotices => Set<AlertNoticeRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>One value out of the custom values of a person; null when there is none. For queries: SQLite is given the function with each
    /// connection, PostgreSQL has it from a migration.</summary>
    public static string? CustomValue(string? custom, string key) => throw new InvalidOperationException("Only a database can do that.");

    private bool IsPostgres => Database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<AccountRow>().ToTable("accounts");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>(e =>
        {
            e.ToTable("account_passkeys");
            e.HasKey(p => p.CredentialId);
            e.Property(p => p.CredentialId).HasMaxLength(1024);
            e.HasIndex(p => p.UserId);
            e.HasOne<AccountRow>().WithMany().HasForeignKey(p => p.UserId).IsRequired();
            e.OwnsOne(p => p.Data).ToJson();
        });
        builder.Entity<MemberRow>(e =>
        {
            e.ToTable("members");
            e.HasKey(m => new { m.WorkspaceId, m.AccountId });
            e.HasIndex(m => m.AccountId);
        });
        builder.Entity<InvitationRow>(e =>
        {
            e.ToTable("invitations");
            e.HasIndex(i => new { i.WorkspaceId, i.EmployeeId }).IsUnique();
            e.HasIndex(i => new { i.WorkspaceId, i.EmailKey });
        });
        builder.Entity<MailRow>(e =>
        {
            e.ToTable("mail");
            e.HasKey(m => m.WorkspaceId);
        });
        builder.Entity<WorkspaceRow>(e =>
        {
            e.ToTable("workspaces");
            e.HasIndex(w => w.Name).IsUnique();
        });
        builder.Entity<ConnectionRow>(e =>
        {
            e.ToTable("connections");
            e.HasIndex(c => new { c.WorkspaceId, c.Name }).IsUnique();
        });
        builder.Entity<ApiTokenRow>(e =>
        {
            e.ToTable("api_tokens");
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => new { t.WorkspaceId, t.Name }).IsUnique();
        });
        builder.Entity<ApiAnswerRow>(e =>
        {
            e.ToTable("api_answers");
            e.HasKey(a => new { a.TokenId, a.Key });
            e.HasIndex(a => a.CreatedAt);
        });
        builder.Entity<WebhookRow>(e =>
        {
            e.ToTable("webhooks");
            e.HasKey(w => w.ConnectionId);
        });
        builder.Entity<WebhookEventRow>(e =>
        {
            e.ToTable("webhook_events");
            e.Property(w => w.Id).ValueGeneratedOnAdd();
            e.HasIndex(w => new { w.HandledAt, w.ConnectionId });
        });
        builder.Entity<SubscriptionRow>(e =>
        {
            e.ToTable("subscriptions");
            e.HasIndex(s => new { s.WorkspaceId, s.Name }).IsUnique();
        });
        builder.Entity<DeliveryRow>(e =>
        {
            e.ToTable("deliveries");
            e.HasIndex(d => new { d.SubscriptionId, d.State, d.ToCursor });
        });
        builder.Entity<RetentionRow>(e =>
        {
            e.ToTable("retention");
            e.HasKey(r => r.WorkspaceId);
        });
        builder.Entity<AlertSettingsRow>(e =>
        {
            e.ToTable("alert_settings");
            e.HasKey(s => s.WorkspaceId);
        });
        builder.Entity<AlertChannelRow>(e =>
        {
            e.ToTable("alert_channels");
            e.HasIndex(c => new { c.WorkspaceId, c.Name }).IsUnique();
        });
        builder.Entity<AlertRow>(e =>
        {
            e.ToTable("alerts");
            e.HasIndex(a => new { a.WorkspaceId, a.OpenCause }).IsUnique();
            e.HasIndex(a => new { a.WorkspaceId, a.BeganAt });
        });
        builder.Entity<AlertNoticeRow>(e =>
        {
            e.ToTable("alert_notices");
            e.HasIndex(n => new { n.AlertId, n.ChannelId, n.Recipient, n.IsEnd }).IsUnique();
            e.HasIndex(n => new { n.ChannelId, n.State });
        });
        builder.Entity<EmployeeRow>(e =>
        {
            e.ToTable("employees");
            e.HasIndex(r => new { r.WorkspaceId, r.EmailKey });

            // Lists are searched and paged in it alone: rows are wide.
            e.HasIndex(r => new { r.WorkspaceId, r.NameKey, r.Id, r.EmailKey });
            e.HasIndex(r => new { r.WorkspaceId, r.Manager });
            if (IsPostgres)
            {
                e.Property(r => r.Custom).HasColumnType("jsonb");
            }
        });
        var customValue = builder.HasDbFunction(() => CustomValue(default, default!)).HasName("custom_value");
        if (IsPostgres)
        {
            customValue.HasParameter("custom").HasStoreType("jsonb");
        }

        builder.Entity<MembershipRow>(e =>
        {
            e.ToTable("memberships");
            e.HasKey(r => new { r.EmployeeId, r.TeamId, r.OriginId });
            e.HasIndex(r => new { r.WorkspaceId, r.TeamId });
        });
        builder.Entity<AdditionalManagerRow>(e =>
        {
            e.ToTable("additional_managers");
            e.HasKey(r => new { r.EmployeeId, r.ManagerId, r.OriginId });
            e.HasIndex(r => new { r.WorkspaceId, r.ManagerId });
        });
        builder.Entity<TeamRow>(e =>
        {
            e.ToTable("teams");
            e.HasIndex(r => r.WorkspaceId);
        });
        builder.Entity<LevelRow>(e =>
        {
            e.ToTable("levels");
            e.HasIndex(r => r.WorkspaceId);
        });
        builder.Entity<CustomAttributeRow>(e =>
        {
            e.ToTable("custom_attributes");
            e.HasKey(r => new { r.WorkspaceId, r.Key });
        });
        builder.Entity<SourceRecordRow>(e =>
        {
            e.ToTable("source_records");
            e.HasKey(r => new { r.ConnectionId, r.ExternalId });
            e.HasIndex(r => r.EmployeeId);
        });
        builder.Entity<CoverageRow>(e =>
        {
            e.ToTable("coverage");
            e.HasKey(r => new { r.ConnectionId, r.Attribute });
        });
        builder.Entity<MatchDecisionRow>(e =>
        {
            e.ToTable("match_decisions");
            e.HasKey(r => new { r.ConnectionId, r.ExternalId });
        });
        builder.Entity<RunRow>(e =>
        {
            e.ToTable("runs");
            e.HasIndex(r => r.ActiveConnectionId).IsUnique();
            e.HasIndex(r => new { r.WorkspaceId, r.StartedAt });
        });
        builder.Entity<ChangeRow>(e =>
        {
            e.ToTable("changes");
            e.Property(r => r.Id).ValueGeneratedOnAdd();
            e.HasIndex(r => r.RunId);
            e.HasIndex(r => r.SubjectId);

            // Who follows the log asks for what is new in one workspace of many.
            e.HasIndex(r => new { r.WorkspaceId, r.Id });
        });
        builder.Entity<SavedViewRow>(e =>
        {
            e.ToTable("saved_views");
            e.HasIndex(r => new { r.WorkspaceId, r.AccountId, r.Name }).IsUnique();
        });
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        UseSnakeCase(builder);
    }

    private static void UseSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()).SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(string.Concat(property.Name.Select((c, i) =>
                char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString())));
        }
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
