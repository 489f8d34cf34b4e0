using System.Globalization;

namespace Rollcall.Emulators.BambooHr.Datasets;

/// <summary>
/// Reads the OData-like grammar of dataset v2: <c>eq ne lt le gt ge in and or</c>, strings in single quotes, no parentheses
/// around expressions, no <c>not in</c>, and never <c>and</c> together with <c>or</c> (documentation as of 2026-08).
/// </summary>
internal sealed class DatasetFilterParser
{
    private readonly List<(TokenKind Kind, string Text)> _tokens = [];
    private int _next;

    private DatasetFilterParser()
    {
    }

    private enum TokenKind
    {
        Word,
        Text,
        Number,
        Duration,
        Open,
        Close,
        Comma,
        End,
    }

    public static DatasetFilter? Parse(string expression, out FilterProblem? problem)
    {
        var parser = new DatasetFilterParser();
        try
        {
            parser.Tokenize(expression);
            var filter = parser.Expression();
            problem = null;
            return filter;
        }
        catch (FormatException wrong)
        {
            problem = new FilterProblem(422, "INVALID_FILTER", wrong.Message);
            return null;
        }
    }

    private static FormatException Wrong(string detail) => new("Invalid filter expression: " + detail);

    private void Tokenize(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c is '(' or ')' or ',')
            {
                _tokens.Add((c switch { '(' => TokenKind.Open, ')' => TokenKind.Close, _ => TokenKind.Comma }, text.Substring(at, 1)));
                at++;
            }
            else if (c == '\'')
            {
                _tokens.Add((TokenKind.Text, Quoted(text, ref at)));
            }
            else
            {
                Bare(text, ref at);
            }
        }

        _tokens.Add((TokenKind.End, ""));
    }

    private void Bare(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ',' or '\''))
        {
            at++;
        }

        var word = text[start..at];
        if (word == "duration" && at < text.Length && text[at] == '\'')
        {
            _tokens.Add((TokenKind.Duration, Quoted(text, ref at)));
        }
        else if (decimal.TryParse(word, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        {
            _tokens.Add((TokenKind.Number, word));
        }
        else if (word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
        {
            _tokens.Add((TokenKind.Word, word));
        }
        else
        {
            throw Wrong($"unexpected '{word}' at position {start}.");
        }
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                value.Append('\'');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw Wrong("a string is not closed.");
    }

    private DatasetFilter Expression()
    {
        var parts = new List<DatasetFilter> { Condition() };
        string? joiner = null;
        while (_tokens[_next].Kind != TokenKind.End)
        {
            var word = Take(TokenKind.Word, "'and' or 'or'");
            if (word is not ("and" or "or"))
            {
                throw Wrong($"expected 'and' or 'or' but found '{word}'.");
            }

            if (joiner is not null && joiner != word)
            {
                throw Wrong("mixing 'and' and 'or' in one expression is not supported.");
            }

            joiner = word;
            parts.Add(Condition());
        }

        return parts.Count == 1 ? parts[0] : joiner == "or" ? new DatasetFilter.Any(parts) : new DatasetFilter.All(parts);
    }

    private DatasetFilter Condition()
    {
        var field = Take(TokenKind.Word, "a field name");
        var word = Take(TokenKind.Word, "an operator");
        if (word == "in")
        {
            Take(TokenKind.Open, "'('");
            var literals = new List<FilterLiteral> { Literal() };
            while (_tokens[_next].Kind == TokenKind.Comma)
            {
                _next++;
                literals.Add(Literal());
            }

            Take(TokenKind.Close, "')'");
            return new DatasetFilter.OneOf(field, literals);
        }

        FilterOperator? comparison = word switch
        {
            "eq" => FilterOperator.Eq,
            "ne" => FilterOperator.Ne,
            "lt" => FilterOperator.Lt,
            "le" => FilterOperator.Le,
            "gt" => FilterOperator.Gt,
            "ge" => FilterOperator.Ge,
            _ => null,
        };
        return comparison is { } known
            ? new DatasetFilter.Comparison(field, known, Literal())
            : throw Wrong($"unknown operator '{word}'.");
    }

    private FilterLiteral Literal()
    {
        var (kind, text) = _tokens[_next++];
        return kind switch
        {
            TokenKind.Text => new FilterLiteral(LiteralKind.Text, text),
            TokenKind.Number => new FilterLiteral(LiteralKind.Number, text),
            TokenKind.Duration => new FilterLiteral(LiteralKind.Duration, text),
            TokenKind.Word when text is "true" or "false" => new FilterLiteral(LiteralKind.Bool, text),
            TokenKind.Word when text == "null" => new FilterLiteral(LiteralKind.Null, text),
            _ => throw Wrong(kind == TokenKind.End ? "a value is missing at the end." : $"strings must be in single quotes, found '{text}'."),
        };
    }

    private string Take(TokenKind kind, string expected)
    {
        var token = _tokens[_next];
        if (token.Kind != kind)
        {
            throw Wrong($"expected {expected} but found '{token.Text}'.");
        }

        _next++;
        return token.Text;
    }
}
