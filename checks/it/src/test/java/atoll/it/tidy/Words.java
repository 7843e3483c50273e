package atoll.it.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words that must not occur, each with what to do instead.
final class Words {
    private final List<Banned> banned = new ArrayList<>();

    private record Banned(Pattern files, Pattern words, String instead) {}

    /// @param text lines of `file pattern | pattern | what to do instead`
    Words(String text) {
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" \\| ", 3);
            banned.add(new Banned(Pattern.compile(parts[0].strip()), Pattern.compile(parts[1]), parts[2]));
        });
    }

    List<String> find(String file, String content) {
        List<String> problems = new ArrayList<>();
        for (Banned rule : banned) {
            if (!rule.files().matcher(file).matches()) {
                continue;
            }
            Matcher matcher = rule.words().matcher(content);
            while (matcher.find()) {
                long line =
                        content.substring(0, matcher.start()).lines().count() + (startsLine(content, matcher) ? 1 : 0);
                problems.add(file + ":" + line + " has '" + matcher.group().strip() + "': " + rule.instead());
            }
        }
        return problems;
    }

    private static boolean startsLine(String content, Matcher matcher) {
        return matcher.start() == 0 || content.charAt(matcher.start() - 1) == '\n';
    }
}
