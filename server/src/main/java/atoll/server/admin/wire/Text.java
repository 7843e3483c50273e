package atoll.server.admin.wire;

/// Text of others, made fit for one line.
public final class Text {
    private Text() {}

    /// At most so many characters, none of them a control character.
    public static String oneLine(String text, int most) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        text.codePoints().limit(most).forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return clean.toString().strip();
    }
}
