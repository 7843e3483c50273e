package atoll.changeprop.rule.match;

import atoll.changeprop.rule.match.Dialect.Shape;

/// Follows the outermost sequence of an expression and finds the text that must occur in whatever matches.
final class Literals {
    private final StringBuilder run = new StringBuilder();
    private final boolean isExact;
    private String first = "";
    private String longest = "";
    private boolean isFirstRun = true;
    private boolean isPlain = true;
    private boolean isTiedToStart;
    private boolean isTiedToEnd;
    private boolean isForgotten;
    private boolean isBegun;

    /// @param isExact false if a letter may stand for others, or `^` for other places than the beginning
    Literals(boolean isExact) {
        this.isExact = isExact;
    }

    void add(String literal, int depth) {
        if (depth == 1) {
            begin();
            run.append(literal);
        }
    }

    /// Something else than a literal stands here.
    void breakOff(int depth) {
        if (depth == 1) {
            begin();
            endRun();
            isPlain = false;
        }
    }

    /// `^` or `$`.
    void edge(char edge, int depth) {
        if (depth != 1) {
            return;
        }
        if (edge == '^' && !isBegun) {
            isTiedToStart = true;
            return;
        }
        if (edge == '^') {
            breakOff(depth);
        }
        begin();
        isTiedToEnd = edge == '$';
    }

    /// There are alternatives: nothing must occur.
    void forget() {
        isForgotten = true;
    }

    private void begin() {
        isBegun = true;
        if (isTiedToEnd) {
            // What follows the end of the text cannot match; the engine shall say so.
            endRun();
            isPlain = false;
            isTiedToEnd = false;
        }
    }

    private void endRun() {
        String ended = run.toString();
        if (isFirstRun) {
            first = ended;
            isFirstRun = false;
        }
        if (ended.length() > longest.length()) {
            longest = ended;
        }
        run.setLength(0);
    }

    Shape shape(boolean isSticky) {
        boolean fromStart = isTiedToStart || isSticky;
        if (isUseless()) {
            return Shape.CONTAINS_AND_MORE;
        }
        if (!isPlain) {
            return isTiedToStart && !first.isEmpty() ? Shape.BEGINS_AND_MORE : Shape.CONTAINS_AND_MORE;
        }
        if (fromStart) {
            return isTiedToEnd ? Shape.EXACTLY : Shape.STARTS;
        }
        return isTiedToEnd ? Shape.ENDS : Shape.CONTAINS;
    }

    /// To be asked last.
    String text() {
        if (isUseless()) {
            return "";
        }
        if (isPlain) {
            return run.toString();
        }
        endRun();
        return isTiedToStart && !first.isEmpty() ? first : longest;
    }

    private boolean isUseless() {
        return isForgotten || !isExact;
    }
}
