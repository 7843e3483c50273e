package atoll.changeprop.rule.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/^mediawiki\\.job\\./~mediawiki.job.x",
                "/^a$/~a",
                "/b$/~ab",
                "/b/~abc",
                "/^a.c$/~abc",
                "/^(?:a|b)+$/~abba",
                "/A/i~bab",
                "/^b$/m~`a\nb`",
                "/^\\d{2,3}\\w\\s\\S$/~12x y",
                "/^[\\w-]+$/~a-b",
                "/^[^\\]a]$/~b",
                "/^[\\s\\d]+$/~1\u00a02",
                "/^\\u00e9\\x41$/~éA",
                "/^\\u{1F600}$/u~😀",
                "/^\\ud83d\\ude00$/~😀",
                "/^\\p{Lu}\\p{Script=Greek}$/u~Aα",
                "/^a{,2}$/~a{,2}",
                "/^https?:\\/\\/[^\\/]+\\/wiki\\/.+/~https://en.wiki/wiki/X",
                "/a[^]b/~`a\nb`",
                "/\\bfoo\\b/~a foo b",
                "/a/y~ab",
                "/^\\cJ$/~`\n`",
                "/\\-\\_\\e/~-_e",
                "/x|/~nothing",
                "/^[a-c\\-]$/~-",
                "/(?<$name>a)/g~ba",
            })
    void findsWhatJavaScriptFinds(String expression, String text) {
        assertThat(Expression.parse(expression).isFoundIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/^mediawiki\\.job\\./~mediawikixjob.x",
                "/^a$/~`a\n`",
                "/b$/~ba",
                "/a.b/~`a\u2028b`",
                "/^b$/~`a\nb`",
                "/b/y~ab",
                "/a$b/~ab",
                "/b^a/~ba",
                "/[]/~anything",
                "/^abc+d/~abd",
                "/x(?:yz)+q/~xyz",
                "/A/~a",
            })
    void findsNothingWhereJavaScriptFindsNothing(String expression, String text) {
        assertThat(Expression.parse(expression).isFoundIn(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/(?=a)/~lookahead",
                "/(?!a)/~lookahead",
                "/(?<=a)/~lookbehind",
                "/(?<!a)b/~lookbehind",
                "/(a)\\1/~back-reference",
                "/(?<a>x)\\k<a>/~back-reference",
                "/(?<a>x)(y)/~mixes groups",
                "/(?<a>x)(?<a>y)/~two groups",
                "/(?i)a/~not JavaScript",
                "/a**/~nothing to repeat",
                "/a{2,1}/~least first",
                "/a{5000}/~must repeat",
                "/(((a{100}){100}){100})/~program",
                "/[b-a]/~upside down",
                "/[a/~not closed",
                "/(a/~not closed",
                "/a)/~no '('",
                "/\\ud83d/~half a character",
                "/\\p{Emoji}/u~not supported",
                "/a/gg~twice",
                "/\\01/~octal",
            })
    void whatCannotBeSearchedInLinearTimeIsRefusedByName(String expression, String reason) {
        assertThatThrownBy(() -> Expression.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "//", "/", "/a/s", "/a/x", "a/b/"})
    void otherTextIsNoExpression(String text) {
        assertThat(Expression.isExpression(text)).isFalse();
    }

    @Test
    void namedGroupsAreAnObjectAndOthersAnArray() {
        assertThat(Expression.parse("/(?<a>x)(?<b>y)?/").captures("-x")).hasToString("{\"a\":\"x\"}");
        assertThat(Expression.parse("/(x)(y)?/").captures("-x")).hasToString("[\"x\",\"x\",null]");
        assertThat(Expression.parse("/x/").captures("-x")).hasToString("[\"x\"]");
    }

    @Test
    void catastrophicExpressionsTakeLinearTime() {
        Expression evil = Expression.parse("/^(a+)+(b|bb)*$/");
        assertThat(evil.isFoundIn("a".repeat(50_000) + "!")).isFalse();
    }
}
