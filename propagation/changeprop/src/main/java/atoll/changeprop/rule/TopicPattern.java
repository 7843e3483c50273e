package atoll.changeprop.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Which streams a rule reads: one exact name, or all names in which a regular expression is found.
///
/// Tested on a topic's name without the datacenter prefix. Expressions are RE2: linear in the name, whatever is
/// written.
public final class TopicPattern {
    private final String text;
    private final @Nullable Pattern regex;

    private TopicPattern(String text, @Nullable Pattern regex) {
        this.text = text;
        this.regex = regex;
    }

    /// An exact name, or `/expression/`.
    ///
    /// @throws IllegalArgumentException if the expression is not valid RE2; says why
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
        try {
            return new TopicPattern(text, Pattern.compile(text.substring(1, text.length() - 1)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression (RE2): " + e.getDescription(), e);
        }
    }

    public boolean matches(String stream) {
        return regex == null ? text.equals(stream) : regex.matcher(stream).find();
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
