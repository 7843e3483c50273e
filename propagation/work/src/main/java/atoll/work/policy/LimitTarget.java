package atoll.work.policy;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;

/// What a policy is about: a job type or all, and a wiki, a section, or all wikis. [#ANY] stands for all.
///
/// A wiki belongs to one section, so a target never names both. Types and wikis also come from events, so the names can
/// be
/// anything; what people say goes through [#checked].
public record LimitTarget(String type, String wiki, String section) implements Comparable<LimitTarget> {
    public static final String ANY = "*";
    public static final LimitTarget ALL = new LimitTarget(ANY, ANY, ANY);
    private static final int LONGEST = 200;

    /// A target as people name it.
    ///
    /// @throws AtollException INVALID if a part cannot be a name, or both a wiki and a section are named
    public static LimitTarget checked(String type, String wiki, String section) {
        check("type", type);
        check("wiki", wiki);
        check("section", section);
        if (!wiki.equals(ANY) && !section.equals(ANY)) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "a policy for wiki '" + wiki + "' names section '" + section
                            + "' too: a wiki is in one section, name one of them");
        }
        return new LimitTarget(type, wiki, section);
    }

    public static LimitTarget ofWiki(String type, String wiki) {
        return new LimitTarget(type, wiki, ANY);
    }

    public static LimitTarget ofSection(String type, String section) {
        return new LimitTarget(type, ANY, section);
    }

    private static void check(String what, String name) {
        boolean printable = name.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        if (name.isBlank() || name.length() > LONGEST || !printable || !name.equals(name.strip())) {
            String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
            throw new AtollException(
                    ErrorKind.INVALID,
                    what + " is '" + shown.replaceAll("\\p{Cntrl}", "?") + "': must be a name of 1 to " + LONGEST
                            + " printable characters, or '*' for all");
        }
    }

    public boolean covers(String ofType, String ofWiki, String ofSection) {
        return (type.equals(ANY) || type.equals(ofType))
                && (wiki.equals(ANY) || wiki.equals(ofWiki))
                && (section.equals(ANY) || section.equals(ofSection));
    }

    /// Whether it spans wikis of several sections, and so perhaps of several owners.
    public boolean crossesSections() {
        return wiki.equals(ANY) && section.equals(ANY);
    }

    /// Whether it is one job type of one wiki.
    public boolean isNarrow() {
        return !type.equals(ANY) && !wiki.equals(ANY);
    }

    /// Greater is more specific: wiki before section before all; within that, a named type before all types.
    int specificity() {
        int place = 0;
        if (!wiki.equals(ANY)) {
            place = 4;
        } else if (!section.equals(ANY)) {
            place = 2;
        }
        return type.equals(ANY) ? place : place + 1;
    }

    /// For people: `'refreshLinks' of section 's1'`.
    public String words() {
        String what = type.equals(ANY) ? "all job types" : "'" + type + "'";
        if (!wiki.equals(ANY)) {
            return what + " of wiki '" + wiki + "'";
        }
        return section.equals(ANY) ? what + " of all wikis" : what + " of section '" + section + "'";
    }

    /// The broadest first.
    @Override
    public int compareTo(LimitTarget other) {
        int bySpecificity = Integer.compare(specificity(), other.specificity());
        int byType = bySpecificity != 0 ? bySpecificity : type.compareTo(other.type);
        int bySection = byType != 0 ? byType : section.compareTo(other.section);
        return bySection != 0 ? bySection : wiki.compareTo(other.wiki);
    }
}
