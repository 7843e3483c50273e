package atoll.changeprop.rule;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// In which way a page depends on another.
public enum LinkKind {
    /// Pages that link to it.
    BACKLINKS("backlinks", "backlinks", "bl"),
    /// Pages that include it as a template.
    TRANSCLUDES("transcludes", "embeddedin", "ei");

    private final String label;
    private final String list;
    private final String prefix;

    /// @param label in rules and in the names of streams
    /// @param list of MediaWiki's query module
    /// @param prefix of that list's parameters
    LinkKind(String label, String list, String prefix) {
        this.label = label;
        this.list = list;
        this.prefix = prefix;
    }

    public String label() {
        return label;
    }

    public String list() {
        return list;
    }

    public String prefix() {
        return prefix;
    }

    public static Optional<LinkKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /// For messages.
    public static String labels() {
        return Arrays.stream(values()).map(LinkKind::label).collect(Collectors.joining(", "));
    }
}
