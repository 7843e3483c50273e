package atoll.server.demo;

import atoll.base.id.Randomness;
import java.util.List;

/// Invents pages: harbours and lighthouses, their templates and categories. Used by one thread.
final class SampleText {
    private static final List<String> KINDS = List.of("Harbour", "Lighthouse", "Reef", "Lagoon", "Island", "Strait");
    private static final List<String> NAMES =
            List.of("Ahe", "Bodö", "Chuuk", "Disko", "Eua", "Fakarava", "Gan", "Huahine", "Iona", "Jaluit");
    private static final List<String> CATEGORIES =
            List.of("Coasts", "Navigation", "Ports", "Atolls", "Weather", "Maps", "History", "Birds");
    private static final int TEMPLATES = 2;
    private static final int NEW_PAGE_EVERY = 20;

    private final Randomness choice;

    SampleText(Randomness choice) {
        this.choice = choice;
    }

    /// Fills an empty wiki. The first template is used by most pages.
    void load(SampleWiki wiki, int articles) {
        for (int i = 0; i < TEMPLATES; i++) {
            Title template = Title.template("Infobox " + i);
            wiki.load(template, next(template, "", 0));
        }
        for (int i = 0; i < articles; i++) {
            Title title = article(i);
            wiki.load(title, next(title, "", 0));
        }
    }

    static Title article(int number) {
        String kind = KINDS.get(number % KINDS.size());
        String name = NAMES.get(number / KINDS.size() % NAMES.size());
        return Title.article(kind + " of " + name + " " + number);
    }

    static Title template(int number) {
        return Title.template("Infobox " + number);
    }

    Title pickTitle(List<Title> known, boolean template) {
        if (template) {
            // Mostly the one that most pages use.
            return template(choice.nextLong(4) == 0 ? 1 : 0);
        }
        int articles = known.size() - TEMPLATES;
        int number = choice.nextLong(NEW_PAGE_EVERY) == 0 ? articles + (int) choice.nextLong(20) : index(articles);
        return article(number);
    }

    private int index(int articles) {
        return (int) choice.nextLong(Math.max(1, articles));
    }

    String next(Title title, String before, int edit) {
        String category = "[[Category:" + CATEGORIES.get(index(CATEGORIES.size())) + "]]";
        if (title.namespace() == Title.TEMPLATE) {
            return "A box, version " + edit + ", see [[" + article(index(50)).key() + "]]. " + category;
        }
        String template = choice.nextLong(10) < 7 || before.contains("{{Infobox 0") ? "{{Infobox 0}}" : "{{Infobox 1}}";
        return "'''" + title.key() + "''' " + template + " lies near [["
                + article(index(400)).key() + "]] and [[" + article(index(400)).key() + "]]. Edit " + edit + ". "
                + category;
    }
}
