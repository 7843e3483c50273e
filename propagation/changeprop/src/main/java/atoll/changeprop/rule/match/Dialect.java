package atoll.changeprop.rule.match;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Translates a regular expression of JavaScript into one of RE2, which finds the same in linear time. What has no
/// linear translation (lookaround, back-references) or would make a huge program is refused by name.
///
/// A recursive-descent reading: alternatives of terms, each an atom with an optional quantifier. On the way it bounds
/// the size of the program (repetitions of repetitions multiply) and finds the longest text that must occur.
final class Dialect {
    private static final int DEEPEST = 100;
    private static final int LARGEST = 2_000;
    private static final int MOST_REPEATS = 1_000;
    private static final Pattern BRACES = Pattern.compile("\\{([0-9]+)(,([0-9]*))?\\}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}");
    private static final Repeat ONCE = new Repeat(1, 1);

    private final String text;
    private final Letters letters;
    private final Literals literals;
    private final StringBuilder re2 = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int at;
    private int groups;
    private int depth;

    private Dialect(String text, String flags) {
        this.text = text;
        this.letters = new Letters(text, flags.indexOf('u') >= 0);
        this.literals = new Literals(flags.indexOf('i') < 0 && flags.indexOf('m') < 0);
    }

    /// How the literal decides.
    enum Shape {
        EXACTLY,
        STARTS,
        ENDS,
        CONTAINS,
        BEGINS_AND_MORE,
        CONTAINS_AND_MORE
    }

    /// @param groupNames of all groups in order; empty if they have no names
    /// @param literal a text that must occur; empty if there is none
    record Translated(String re2, List<String> groupNames, String literal, Shape shape) {}

    /// How many copies of an atom the program has, and whether it must occur.
    private record Repeat(long least, long copies) {}

    static Translated translate(String text, String flags) {
        for (int i = 0; i < flags.length(); i++) {
            if (flags.indexOf(flags.charAt(i)) != i) {
                throw new IllegalArgumentException("flag '" + flags.charAt(i) + "' is given twice");
            }
        }
        Dialect dialect = new Dialect(text, flags);
        dialect.alternatives();
        if (dialect.at < text.length()) {
            throw new IllegalArgumentException("')' has no '(' before it");
        }
        if (!dialect.names.isEmpty() && dialect.names.size() < dialect.groups) {
            throw new IllegalArgumentException(
                    "mixes groups with and without names: name all of them, or write (?:…) for those that need none");
        }
        String start = (flags.indexOf('i') >= 0 ? "(?i)" : "") + (flags.indexOf('m') >= 0 ? "(?m)" : "");
        boolean sticky = flags.indexOf('y') >= 0;
        String re2 = sticky ? start + "\\A(?:" + dialect.re2 + ")" : start + dialect.re2;
        Shape shape = dialect.literals.shape(sticky);
        return new Translated(re2, List.copyOf(dialect.names), dialect.literals.text(), shape);
    }

    private long alternatives() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("groups are nested deeper than " + DEEPEST + " levels");
        }
        long size = sequence();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            re2.append('|');
            if (depth == 1) {
                literals.forget();
            }
            size = bounded(size + 1 + sequence());
        }
        depth--;
        return size;
    }

    private long sequence() {
        long size = 0;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            char c = text.charAt(at);
            if (c == '^' || c == '$') {
                at++;
                re2.append(c);
                literals.edge(c, depth);
                size++;
            } else if (c == '(') {
                long group = group();
                Repeat repeat = quantifier();
                literals.breakOff(depth);
                size += group * repeat.copies();
            } else {
                Letters.Atom atom = letters.atom(at);
                at = atom.end();
                re2.append(atom.re2());
                Repeat repeat = quantifier();
                if (repeat.equals(ONCE) && !atom.literal().isEmpty()) {
                    literals.add(atom.literal(), depth);
                } else {
                    literals.breakOff(depth);
                }
                size += repeat.copies();
            }
            bounded(size);
        }
        return size;
    }

    private static long bounded(long size) {
        if (size > LARGEST) {
            throw new IllegalArgumentException(
                    "the expression would need a program of more than " + LARGEST + " steps: repeat less often");
        }
        return size;
    }

    private long group() {
        int open = at;
        at++;
        if (!text.startsWith("?", at)) {
            groups++;
            re2.append('(');
        } else if (text.startsWith("?:", at)) {
            at += 2;
            re2.append("(?:");
        } else if (text.startsWith("?=", at) || text.startsWith("?!", at)) {
            throw lookaround("lookahead", 2);
        } else if (text.startsWith("?<=", at) || text.startsWith("?<!", at)) {
            throw lookaround("lookbehind", 3);
        } else if (text.startsWith("?<", at)) {
            named();
        } else {
            throw new IllegalArgumentException(
                    "'" + text.substring(open, Math.min(text.length(), open + 3)) + "' is not JavaScript");
        }
        long size = alternatives();
        if (at >= text.length()) {
            throw new IllegalArgumentException("'(' at character " + (open + 1) + " is not closed");
        }
        at++;
        re2.append(')');
        return size + 2;
    }

    private IllegalArgumentException lookaround(String what, int length) {
        return new IllegalArgumentException(what + " '(" + text.substring(at, at + length)
                + "…)' cannot be searched in linear time: use 'match_not', or an earlier one of 'cases'");
    }

    private void named() {
        int end = text.indexOf('>', at);
        String name = end < 0 ? "" : text.substring(at + 2, end);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'(?<' needs a name of at most 64 letters, digits, _ and $ (not a digit first), and '>'");
        }
        if (names.contains(name)) {
            throw new IllegalArgumentException("two groups are named '" + name + "'");
        }
        names.add(name);
        groups++;
        at = end + 1;
        re2.append('(');
    }

    private Repeat quantifier() {
        if (at >= text.length()) {
            return ONCE;
        }
        Repeat repeat;
        int end = at + 1;
        switch (text.charAt(at)) {
            case '*', '?' -> repeat = new Repeat(0, 2);
            case '+' -> repeat = new Repeat(1, 2);
            case '{' -> {
                Matcher braces = BRACES.matcher(text).region(at, text.length());
                if (!braces.lookingAt()) {
                    return ONCE;
                }
                end = braces.end();
                repeat = counted(braces);
            }
            default -> {
                return ONCE;
            }
        }
        if (end < text.length() && text.charAt(end) == '?') {
            end++;
        }
        re2.append(text, at, end);
        at = end;
        return repeat;
    }

    private static Repeat counted(Matcher braces) {
        long least = number(braces.group(1));
        String most = braces.group(3);
        long copies = most == null ? least : most.isEmpty() ? least + 1 : number(most);
        if (least > MOST_REPEATS || copies > MOST_REPEATS + 1 || copies < least) {
            throw new IllegalArgumentException(
                    "'" + braces.group() + "' must repeat from 0 to " + MOST_REPEATS + " times, the least first");
        }
        return new Repeat(least, Math.max(1, copies));
    }

    private static long number(String digits) {
        return digits.length() > 6 ? Integer.MAX_VALUE : Long.parseLong(digits);
    }
}
