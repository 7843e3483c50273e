package atoll.it.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The list of excesses that existed when the rule came. It may only shrink: what is new must not be added, what has
/// become
/// smaller must be lowered, what is gone must be removed.
final class Ratchet {
    private final Map<String, Integer> listed = new TreeMap<>();

    /// @param text lines of `kind where size`; empty lines and lines that begin with `#` are ignored
    Ratchet(String text) {
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int lastSpace = line.lastIndexOf(' ');
                    listed.put(line.substring(0, lastSpace), Integer.valueOf(line.substring(lastSpace + 1)));
                });
    }

    /// What is wrong, one line each.
    List<String> compare(List<Excess> excesses) {
        List<String> problems = new ArrayList<>();
        Map<String, Integer> left = new TreeMap<>(listed);
        for (Excess excess : excesses) {
            Integer size = left.remove(excess.key());
            if (size == null || size < excess.size()) {
                problems.add("too large: " + excess + "; split it");
            } else if (size > excess.size()) {
                problems.add("shrunk: lower its line to '" + excess.key() + " " + excess.size() + "'");
            }
        }
        left.keySet().forEach(key -> problems.add("no longer too large: remove the line of '" + key + "'"));
        return problems;
    }
}
