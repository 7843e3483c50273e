package atoll.changeprop.rule;

import atoll.changeprop.rule.match.Expression;
import org.jspecify.annotations.Nullable;

/// Which streams a rule reads: one exact name, or all names in which a regular expression is found.
///
/// Tested on a topic's name without the datacenter prefix.
public final class TopicPattern {
    private final String text;
    private final @Nullable Expression regex;

    private TopicPattern(String text, @Nullable Expression regex) {
        this.text = text;
        this.regex = regex;
    }

    /// An exact name, or `/expression/`.
    ///
    /// @throws IllegalArgumentException if the expression cannot be searched in linear time; says why
    public static TopicPattern parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        if (!text.startsWith("/")) {
            return new TopicPattern(text, null);
        }
        if (text.length() < 3 || !text.endsWith("/")) {
            throw new IllegalArgumentException("a regular expression must stand between two slashes, without flags");
        }
        return new TopicPattern(text, Expression.parse(text));
    }

    /// True for one name, false for an expression.
    public boolean isName() {
        return regex == null;
    }

    public boolean matches(String stream) {
        return regex == null ? text.equals(stream) : regex.isFoundIn(stream);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
