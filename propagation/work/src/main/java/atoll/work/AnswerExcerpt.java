package atoll.work;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What the other end answered to an attempt that failed, as far as others may see it: cut to a bound, and without
/// headers that carry secrets. It is not kept with the delivery; it goes to whoever is told of the failure
/// ([Announcements]).
///
/// @param headers by name in lower case, in the order they came
/// @param body the beginning of it
public record AnswerExcerpt(Map<String, String> headers, String body) {
    /// Characters.
    public static final int LONGEST_BODY = 2048;

    static final int MOST_HEADERS = 32;
    static final int LONGEST_VALUE = 256;

    private static final Pattern SECRET = Pattern.compile(
            "cookie|auth|token|secret|session|passw|credential|signature|csrf|api-?key", Pattern.CASE_INSENSITIVE);

    public AnswerExcerpt {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (shown.size() < MOST_HEADERS
                    && name.length() <= LONGEST_VALUE
                    && !SECRET.matcher(name).find()) {
                shown.put(name.toLowerCase(Locale.ROOT), cut(value, LONGEST_VALUE));
            }
        });
        headers = Collections.unmodifiableMap(shown);
        body = cut(body, LONGEST_BODY);
    }

    /// The same with other texts.
    public AnswerExcerpt with(UnaryOperator<String> edit) {
        Map<String, String> edited = new LinkedHashMap<>(headers);
        edited.replaceAll((_, value) -> edit.apply(value));
        return new AnswerExcerpt(edited, edit.apply(body));
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Half a character would not survive being written down.
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
