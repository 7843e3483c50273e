package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.rule.file.RuleFiles.Inspection;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of the guide are rules.
class RulesGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleIsLoadedWithoutNotesOrDoubts() throws IOException {
        List<String> examples = BLOCK.matcher(Files.readString(guide()))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(3).allSatisfy(example -> {
            Inspection found =
                    RuleFiles.inspect(List.of(new RuleFile("rules.md", example)), new KnownStreams(List.of()));
            assertThat(found.problems()).isEmpty();
            assertThat(found.notes()).isEmpty();
        });
    }

    private static Path guide() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path guide = at.resolve("docs/guides/rules.md");
            if (Files.exists(guide)) {
                return guide;
            }
        }
        throw new AssertionError("the guide was moved");
    }
}
