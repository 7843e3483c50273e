package atoll.server.command.text;

import java.util.Locale;

/// Text that came from elsewhere, made safe for a terminal: no control characters, so no escape sequences.
public final class Plain {
    private Plain() {}

    public static String text(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append(c == '\n' || c == '\t' || c == '\r' ? " " : String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return clean.toString();
    }

    /// Control characters would steer the terminal, and direction marks would turn the line around.
    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
