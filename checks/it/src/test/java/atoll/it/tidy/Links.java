package atoll.it.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Links of Markdown pages to files and headings of the repository.
final class Links {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s]+)[^)\\n]*\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z+.-]*:.*");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
    private static final Pattern NOT_IN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}\\-_ ]");

    private Links() {}

    /// Links that lead nowhere.
    static List<String> dead(Path page, String markdown) {
        List<String> dead = new ArrayList<>();
        Matcher matcher = LINK.matcher(CODE.matcher(markdown).replaceAll(""));
        while (matcher.find()) {
            String link = matcher.group(1);
            if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, markdown, link)) {
                dead.add(link);
            }
        }
        return dead;
    }

    private static boolean leadsSomewhere(Path page, String markdown, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!file.isEmpty() && !Files.exists(target)) {
            return false;
        }
        if (hash < 0 || !target.toString().endsWith(".md")) {
            return true;
        }
        String text = file.isEmpty() ? markdown : Repository.read(target);
        return anchors(text).contains(link.substring(hash + 1));
    }

    private static List<String> anchors(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+\\s*", "").strip().toLowerCase(Locale.ROOT))
                .map(heading -> NOT_IN_ANCHOR.matcher(heading).replaceAll("").replace(' ', '-'))
                .toList();
    }
}
