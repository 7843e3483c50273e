package atoll.server.demo;

import java.util.Locale;

/// A page's name.
///
/// @param namespace as MediaWiki numbers them
/// @param key without the namespace, underscores for spaces
record Title(int namespace, String key) implements Comparable<Title> {
    static final int SPECIAL = -1;
    static final int ARTICLE = 0;
    static final int TEMPLATE = 10;
    static final int CATEGORY = 14;

    static Title article(String name) {
        return new Title(ARTICLE, keyOf(name));
    }

    static Title template(String name) {
        return new Title(TEMPLATE, keyOf(name));
    }

    static Title category(String name) {
        return new Title(CATEGORY, keyOf(name));
    }

    /// As in links: `Template:Infobox`.
    static Title parse(String text) {
        int colon = text.indexOf(':');
        String space = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (space) {
            case "template" -> template(rest);
            case "category" -> category(rest);
            default -> article(text);
        };
    }

    private static String keyOf(String name) {
        return name.strip().replace(' ', '_');
    }

    String prefixed() {
        return switch (namespace) {
            case TEMPLATE -> "Template:" + key;
            case CATEGORY -> "Category:" + key;
            case SPECIAL -> "Special:" + key;
            default -> key;
        };
    }

    String path() {
        return "/wiki/" + prefixed();
    }

    @Override
    public int compareTo(Title other) {
        return prefixed().compareTo(other.prefixed());
    }
}
