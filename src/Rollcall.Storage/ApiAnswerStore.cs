using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Rollcall.Storage;

/// <summary>How a request with a key stands.</summary>
public abstract record ApiAnswerStart
{
    private ApiAnswerStart()
    {
    }

    /// <summary>Nobody asked under this key: go on, and say what came of it.</summary>
    public sealed record Begun : ApiAnswerStart;

    /// <summary>It was answered already.</summary>
    public sealed record Answered(int Status, string Answer) : ApiAnswerStart
    {
        public override string ToString() => nameof(Answered);
    }

    /// <summary>The same request is still being worked on.</summary>
    public sealed record Running : ApiAnswerStart;

    /// <summary>It was begun, and nobody can say what came of it: the program broke off.</summary>
    public sealed record Unknown : ApiAnswerStart;

    /// <summary>The key was used for another request.</summary>
    public sealed record OtherRequest : ApiAnswerStart;
}

/// <summary>Answers that programs were given under a key, for a day: who asks again, because the answer was lost on the way, starts nothing twice.</summary>
public sealed class ApiAnswerStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>No request takes longer: what has no answer after it was broken off with its server.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private enum AnswerState
    {
        Running,
        Answered,
        Unknown,
    }

    private readonly IDataProtector answers = protection.CreateProtector("Rollcall.ApiAnswer");

    /// <summary>Takes the key for this request, or says how the one stands that took it.</summary>
    public async Task<ApiAnswerStart> BeginAsync(Guid token, string key, byte[] requestHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (forgotten, broken) = (now - Kept, now - Longest);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiAnswers.Where(a => a.CreatedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        context.ApiAnswers.Add(new ApiAnswerRow { TokenId = token, Key = key, RequestHash = requestHash, State = (int)AnswerState.Running, CreatedAt = now });
        try
        {
            // The primary key decides between two that come at once, on whichever server.
            await context.SaveChangesAsync(cancellationToken);
            return new ApiAnswerStart.Begun();
        }
        catch (DbUpdateException)
        {
            context.ChangeTracker.Clear();
            var row = await context.ApiAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.TokenId == token && a.Key == key, cancellationToken);
            return row is null ? new ApiAnswerStart.Running()
                : !row.RequestHash.AsSpan().SequenceEqual(requestHash) ? new ApiAnswerStart.OtherRequest()
                : row is { State: (int)AnswerState.Answered, Status: { } status, ProtectedAnswer: { } answer } ? new ApiAnswerStart.Answered(status, answers.Unprotect(answer))
                : row.State == (int)AnswerState.Unknown || row.CreatedAt < broken ? new ApiAnswerStart.Unknown()
                : new ApiAnswerStart.Running();
        }
    }

    /// <summary>Keeps what was answered.</summary>
    public async Task AnswerAsync(Guid token, string key, int status, string answer, CancellationToken cancellationToken)
    {
        var kept = answers.Protect(answer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiAnswers.Where(a => a.TokenId == token && a.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.State, (int)AnswerState.Answered).SetProperty(a => a.Status, status).SetProperty(a => a.ProtectedAnswer, kept), cancellationToken);
    }

    /// <summary>Nothing was done: the key is free again.</summary>
    public async Task ForgetAsync(Guid token, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiAnswers.Where(a => a.TokenId == token && a.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>It broke off in the middle.</summary>
    public async Task BrokeOffAsync(Guid token, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiAnswers.Where(a => a.TokenId == token && a.Key == key)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, (int)AnswerState.Unknown), cancellationToken);
    }
}
