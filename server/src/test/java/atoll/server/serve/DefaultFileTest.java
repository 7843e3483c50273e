package atoll.server.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.config.DefaultFile;
import atoll.base.config.Setting;
import atoll.server.node.AtollConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The file an operator gets holds every key, says what each means, and changes nothing until a `#` is removed.
class DefaultFileTest {
    private final String text = DefaultFile.of(AtollConfig.class);

    @Test
    void asItIsItChangesNothing() {
        assertThat(bind(text)).isEqualTo(AtollConfig.DEFAULTS);
        assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    @Test
    void withoutTheMarksItSaysTheDefaults() {
        String uncommented = text.lines()
                .filter(line -> line.matches("#( {2})*[a-z].*"))
                .filter(line -> !line.endsWith(":") || isSection(line))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        assertThat(uncommented).contains("jobs:").contains("  concurrency: ");
        assertThat(bind(uncommented)).isEqualTo(AtollConfig.DEFAULTS);
    }

    @Test
    void everyKeyIsThereAndExplained() {
        List<String> lines = text.lines().toList();
        for (Setting setting :
                ConfigBinder.bind(AtollConfig.class, ConfigText.NONE, List.of()).settings()) {
            String key = setting.key();
            String indent =
                    " ".repeat(2 * (int) key.chars().filter(c -> c == '.').count());
            String start = "#" + indent + key.substring(key.lastIndexOf('.') + 1) + ":";
            assertThat(lines).as(key).anyMatch(line -> line.equals(start) || line.startsWith(start + " "));
            String firstWords =
                    setting.doc().substring(0, Math.min(40, setting.doc().length()));
            assertThat(setting.doc()).as("the sentence about %s", key).isNotEmpty();
            assertThat(text).as(key).contains(firstWords);
        }
    }

    @Test
    void saysWhatTheElementsOfAListHold() {
        assertThat(text)
                .contains("#     secret: the token, as in the intake URL's query")
                .contains("#   url: base URL");
    }

    private boolean isSection(String line) {
        return Set.of("#jobs:", "#intake:", "#log:", "#admin:").contains(line) || text.contains(line + "\n\n#   ");
    }

    private static AtollConfig bind(String yaml) {
        return ConfigBinder.bind(AtollConfig.class, new ConfigText("atoll.yaml", yaml, Path.of("")), List.of())
                .value();
    }
}
