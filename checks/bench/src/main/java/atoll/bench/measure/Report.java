package atoll.bench.measure;

import atoll.base.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// All figures of one run, with everything that is needed to make the run again.
///
/// @param command as it was typed
/// @param notes what must be known to read the figures
public record Report(String name, String command, Machine machine, List<Figure> figures, List<String> notes) {
    public Report {
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /// A section for `docs/benchmarks.md`.
    public String markdown() {
        StringBuilder text = new StringBuilder(1024);
        text.append("### ").append(name).append("\n\n");
        text.append("`").append(command).append("`; ").append(machine.line()).append(".\n\n");
        text.append("| figure | median | least – most | unit | wanted |\n|---|---|---|---|---|\n");
        figures.forEach(figure -> text.append(figure.row()).append('\n'));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    public String json() {
        return new String(Json.writePretty(this), StandardCharsets.UTF_8);
    }
}
