namespace Rollcall.Features.Account;

/// <summary>Names the texts of the own account.</summary>
public sealed class AccountTexts;
