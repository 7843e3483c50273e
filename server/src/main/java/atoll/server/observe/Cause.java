package atoll.server.observe;

import atoll.server.admin.wire.Text;

/// Makes one cause of what many failures say: what differs from one to the next, numbers and ids, is left out.
public final class Cause {
    private static final int LONGEST = 200;
    private static final int SHORTEST_ID = 8;
    private static final char PLACEHOLDER = '#';

    private Cause() {}

    /// The cause of a failure, as `500: lock wait timeout on server #`.
    ///
    /// @param status HTTP status or exit code, kept as it is; 0 if there was none
    public static String of(int status, String detail) {
        String text = Text.oneLine(generalised(Text.oneLine(detail, 2 * LONGEST)), LONGEST);
        if (status == 0) {
            return text.isEmpty() ? "no reason was given" : text;
        }
        return text.isEmpty() ? Integer.toString(status) : status + ": " + text;
    }

    private static String generalised(String detail) {
        StringBuilder general = new StringBuilder(detail.length());
        int at = 0;
        while (at < detail.length()) {
            int end = wordEnd(detail, at);
            if (end == at) {
                general.append(detail.charAt(at++));
            } else {
                append(general, detail, at, end);
                at = end;
            }
        }
        return general.toString();
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static void append(StringBuilder to, String text, int from, int end) {
        if (isId(text, from, end)) {
            to.append(PLACEHOLDER);
            return;
        }
        boolean inNumber = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            boolean isDigit = Character.isDigit(c);
            if (!isDigit) {
                to.append(c);
            } else if (!inNumber) {
                to.append(PLACEHOLDER);
            }
            inNumber = isDigit;
        }
    }

    /// Hexadecimal digits, with dashes or without, among them a decimal one: a hash or a UUID, and no word.
    private static boolean isId(String text, int from, int end) {
        boolean hasDigit = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            hasDigit |= c >= '0' && c <= '9';
            if (c != '-' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return hasDigit && end - from >= SHORTEST_ID;
    }
}
