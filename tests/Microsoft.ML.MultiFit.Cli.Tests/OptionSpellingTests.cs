namespace MultiFit.Cli.Tests;

public class OptionSpellingTests
{
    [Fact]
    public void Underscores_of_option_names_become_dashes_and_values_stay() => Assert.Equal(
        ["tokenizer", "--vocab-size=400", "--input", "my_text.txt", "--user-defined-symbols=a_b,--c_d", "-q", "--output-format"],
        OptionSpelling.WithDashes(["tokenizer", "--vocab_size=400", "--input", "my_text.txt", "--user_defined_symbols=a_b,--c_d", "-q", "--output_format"]));
}
