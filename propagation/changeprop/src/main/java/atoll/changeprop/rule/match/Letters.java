package atoll.changeprop.rule.match;

import java.util.Locale;
import java.util.Set;

/// Translates the single letters, escapes and character classes of a JavaScript expression.
final class Letters {
    private static final String SPACES = "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
            + "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
    private static final String NO_SPACES = "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}"
            + "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}"
            + "\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
    /// JavaScript's dot stops at four line ends, RE2's only at one.
    private static final String DOT = "[^\\n\\r\\x{2028}\\x{2029}]";
    private static final String EVERYTHING = "[\\x{0}-\\x{10ffff}]";
    private static final String NOTHING = "[^\\x{0}-\\x{10ffff}]";
    private static final String SYNTAX = "\\.+*?()|[]{}^$-";
    private static final Set<String> CATEGORIES = Set.of(
            "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
            "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co");

    private final String text;
    private final boolean unicode;

    Letters(String text, boolean unicode) {
        this.text = text;
        this.unicode = unicode;
    }

    /// @param literal the letter if it is one, else empty
    /// @param end where the next atom or a quantifier starts
    record Atom(String re2, String literal, int end) {}

    /// The atom that starts at a place: no group, no edge.
    Atom atom(int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '.' -> new Atom(DOT, "", at + 1);
            case '[' -> characterClass(at);
            case '\\' -> escape(at, false);
            case '*', '+', '?' ->
                throw new IllegalArgumentException("'" + c + "' at character " + (at + 1) + " has nothing to repeat");
            default -> letter(text.codePointAt(at), at + Character.charCount(text.codePointAt(at)));
        };
    }

    private static Atom letter(int letter, int end) {
        String plain = Character.toString(letter);
        if (letter < ' ' || letter == 0x7F) {
            return new Atom(hex(letter), plain, end);
        }
        return new Atom(SYNTAX.indexOf(letter) >= 0 ? "\\" + plain : plain, plain, end);
    }

    private static String hex(int letter) {
        return "\\x{" + Integer.toHexString(letter) + "}";
    }

    private static Atom set(String re2, boolean isInClass, int end) {
        return new Atom(isInClass ? re2 : "[" + re2 + "]", "", end);
    }

    private Atom escape(int at, boolean isInClass) {
        if (at + 1 >= text.length()) {
            throw new IllegalArgumentException("'\\' at the end escapes nothing");
        }
        char c = text.charAt(at + 1);
        int end = at + 2;
        return switch (c) {
            case 'd', 'D', 'w', 'W' -> new Atom("\\" + c, "", end);
            case 's' -> set(SPACES, isInClass, end);
            case 'S' -> set(NO_SPACES, isInClass, end);
            case 'b' -> isInClass ? letter('\b', end) : new Atom("\\b", "", end);
            case 'B' -> isInClass ? letter('B', end) : new Atom("\\B", "", end);
            case 't' -> letter('\t', end);
            case 'n' -> letter('\n', end);
            case 'r' -> letter('\r', end);
            case 'f' -> letter('\f', end);
            case 'v' -> letter(0x0B, end);
            case 'c' -> control(end);
            case 'x' -> letter(hexadecimal(end, end + 2), end + 2);
            case 'u' -> codePoint(end);
            case 'p', 'P' -> unicode ? property(c, end) : letter(c, end);
            case 'k' -> {
                if (isInClass) {
                    yield letter(c, end);
                }
                throw backReference("\\k<…>");
            }
            case '0' -> {
                if (end < text.length() && Character.isDigit(text.charAt(end))) {
                    throw new IllegalArgumentException("octal escapes are not supported: write \\xHH");
                }
                yield letter(0, end);
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw backReference("\\" + c);
            default -> letter(text.codePointAt(at + 1), at + 1 + Character.charCount(text.codePointAt(at + 1)));
        };
    }

    private static IllegalArgumentException backReference(String what) {
        return new IllegalArgumentException(
                "back-reference '" + what + "' cannot be searched in linear time: write the text out");
    }

    private Atom control(int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException("'\\c' needs a letter");
        }
        return letter(c % 32, at + 1);
    }

    private int hexadecimal(int from, int to) {
        String digits = text.substring(Math.min(from, text.length()), Math.min(to, text.length()));
        if (digits.length() != to - from || !digits.matches("[0-9A-Fa-f]{1,6}")) {
            throw new IllegalArgumentException("'\\x' needs two hexadecimal digits, '\\u' four, or some in braces");
        }
        return Integer.parseInt(digits, 16);
    }

    private Atom codePoint(int at) {
        if (text.startsWith("{", at)) {
            int end = text.indexOf('}', at);
            if (!unicode || end < 0) {
                throw new IllegalArgumentException("'\\u{…}' needs '}' and the flag u");
            }
            int letter = hexadecimal(at + 1, end);
            if (letter > Character.MAX_CODE_POINT) {
                throw new IllegalArgumentException(
                        "'\\u{" + Integer.toHexString(letter) + "}' is beyond the last character");
            }
            return letter(letter, end + 1);
        }
        int letter = hexadecimal(at, at + 4);
        if (!Character.isSurrogate((char) letter)) {
            return letter(letter, at + 4);
        }
        if (Character.isHighSurrogate((char) letter) && text.startsWith("\\u", at + 4)) {
            int low = hexadecimal(at + 6, at + 10);
            if (Character.isLowSurrogate((char) low)) {
                return letter(Character.toCodePoint((char) letter, (char) low), at + 10);
            }
        }
        throw new IllegalArgumentException(
                "'\\u" + Integer.toHexString(letter) + "' is half a character: write both halves");
    }

    private Atom property(char kind, int at) {
        int end = text.startsWith("{", at) ? text.indexOf('}', at) : -1;
        String name = end < 0 ? "" : text.substring(at + 1, end);
        String plain = name.startsWith("Script=")
                ? name.substring("Script=".length())
                : name.startsWith("sc=") ? name.substring("sc=".length()) : "";
        String category = name.replaceFirst("^(General_Category|gc)=", "");
        if (plain.matches("[A-Z][A-Za-z_]+")) {
            return new Atom("\\" + kind + "{" + plain + "}", "", end + 1);
        }
        if (CATEGORIES.contains(category)) {
            return new Atom("\\" + kind + "{" + category + "}", "", end + 1);
        }
        throw new IllegalArgumentException("property '\\" + kind + "{" + name
                + "}' is not supported (examples: \\p{Lu}, \\p{L}, \\p{Script=Greek})");
    }

    private Atom characterClass(int open) {
        int at = open + 1;
        boolean isNegated = text.startsWith("^", at);
        at += isNegated ? 1 : 0;
        if (text.startsWith("]", at)) {
            return new Atom(isNegated ? EVERYTHING : NOTHING, "", at + 1);
        }
        StringBuilder re2 = new StringBuilder(isNegated ? "[^" : "[");
        while (at < text.length() && text.charAt(at) != ']') {
            Atom from = member(at);
            at = from.end();
            re2.append(from.re2());
            boolean isRange = text.startsWith("-", at) && at + 1 < text.length() && text.charAt(at + 1) != ']';
            if (isRange) {
                Atom to = member(at + 1);
                at = to.end();
                boolean isBetween = !from.literal().isEmpty() && !to.literal().isEmpty();
                if (isBetween && from.literal().codePointAt(0) > to.literal().codePointAt(0)) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT, "the range '%s-%s' is upside down", from.literal(), to.literal()));
                }
                re2.append(isBetween ? "-" : "\\-").append(to.re2());
            }
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException("'[' at character " + (open + 1) + " is not closed");
        }
        return new Atom(re2.append(']').toString(), "", at + 1);
    }

    private Atom member(int at) {
        if (text.charAt(at) == '\\') {
            return escape(at, true);
        }
        int letter = text.codePointAt(at);
        return letter(letter, at + Character.charCount(letter));
    }
}
