package atoll.server.demo;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a page's text refers to: `[[links]]`, `{{templates}}` and `[[Category:…]]`.
record Wikitext(Set<Title> links, Set<Title> templates, Set<Title> categories) {
    private static final Pattern LINK = Pattern.compile("\\[\\[([^\\[\\]|]+)(?:\\|[^\\[\\]]*)?]]");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{([^{}|]+)(?:\\|[^{}]*)?}}");

    static Wikitext of(String text) {
        Set<Title> links = new TreeSet<>();
        Set<Title> templates = new TreeSet<>();
        Set<Title> categories = new TreeSet<>();
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            Title target = Title.parse(link.group(1));
            (target.namespace() == Title.CATEGORY ? categories : links).add(target);
        }
        Matcher template = TEMPLATE.matcher(text);
        while (template.find()) {
            templates.add(Title.template(template.group(1)));
        }
        return new Wikitext(links, templates, categories);
    }
}
