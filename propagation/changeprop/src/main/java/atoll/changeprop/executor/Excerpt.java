package atoll.changeprop.executor;

import java.nio.charset.StandardCharsets;

/// A short part of an answer's body, on one line, for a person.
public final class Excerpt {
    private static final int LONGEST = 300;

    private Excerpt() {}

    public static String of(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8);
        return of(text);
    }

    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(LONGEST)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
