using Microsoft.AspNetCore.Identity;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>Refuses what is guessed first: common passwords, the own address, few different letters, runs and repeats.</summary>
internal sealed class StrongPasswords : IPasswordValidator<AccountRow>
{
    private const int FewestLetters = 6;
    private static readonly string[] s_runs = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm", "01234567890"];
    private static readonly string[] s_common = ["password", "passwort", "welcome", "willkommen", "rollcall", "letmein", "iloveyou", "admin", "changeme", "summer", "sommer", "winter"];

    public Task<IdentityResult> ValidateAsync(UserManager<AccountRow> manager, AccountRow user, string? password)
    {
        var text = (password ?? "").ToLowerInvariant();
        var left = s_common.Append(user.Email?.Split('@')[0].ToLowerInvariant() ?? "").Where(word => word.Length > 3)
            .Aggregate(text, (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));
        var isWeak = left.Distinct().Count() < FewestLetters || Runs(left) * 2 > left.Length || CommonPasswords.Contain(text);
        return Task.FromResult(isWeak
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordIsGuessed", Description = "This password is among the first that are guessed." })
            : IdentityResult.Success);
    }

    /// <summary>How many letters follow their predecessor on a keyboard, in the alphabet, or repeat it.</summary>
    private static int Runs(string text) => text.Zip(text.Skip(1))
        .Count(pair => pair.First == pair.Second || s_runs.Any(run => run.Contains($"{pair.First}{pair.Second}", StringComparison.Ordinal) || run.Contains($"{pair.Second}{pair.First}", StringComparison.Ordinal)));
}
