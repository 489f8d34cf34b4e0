using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Planning;

public sealed class SimilarityTests
{
    [Theory]
    [InlineData("4. X-Large", "3. Large", null)]
    [InlineData("xlarge", "X-Large", "X-Large")]
    [InlineData("Level 4", "Level 4 ", "Level 4 ")]
    [InlineData("2XL", "XXL", "XXL")]
    [InlineData("Engineering", "Enginering", "Enginering")]
    [InlineData("Falcon", "Otter", null)]
    public void The_nearest_word_is_proposed_and_another_number_never_is(string word, string candidate, string? nearest) =>
        Similarity.Nearest(word, [candidate]).ShouldBe(nearest);
}
