package atoll.changeprop.intake;

/// Text of unknown origin, made fit to be written as JSON.
final class Text {
    private static final int MAX = 1_000;

    private Text() {}

    /// The text without unpaired surrogates, which cannot be written as UTF-8, and not longer than a thousand chars.
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX));
        for (int i = 0; i < text.length() && i < MAX; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return clean.toString();
    }
}
