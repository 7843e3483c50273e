package atoll.changeprop.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.file.RuleFiles.Inspection;
import atoll.changeprop.rule.file.RuleFiles.Result;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of the guide are rules.
class RulesGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /// As the guide says.
    private static final Grants GRANTS =
            Grants.of(List.of("/usr/bin/php /srv/w/maintenance/thumbs.php"), Set.of("notify"));

    @Test
    void everyExampleIsLoadedWithoutNotesOrDoubts() throws IOException {
        List<String> examples = BLOCK.matcher(Files.readString(guide()))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(6).allSatisfy(example -> {
            List<RuleFile> file = List.of(new RuleFile("rules.md", example));
            assertThat(RuleFiles.read(file, GRANTS)).isInstanceOf(Result.Loaded.class);
            Inspection found = RuleFiles.inspect(file, GRANTS, new KnownStreams(List.of()));
            assertThat(found.all()).isEmpty();
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
