package atoll.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lists of mutations still fit the code they break: running them takes long, so it is not done each time.
class MutationListsTest {
    private static final Path ROOT = Path.of("../..");

    private record Mutation(String name, Path file, String found) {}

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "log"})
    void whatAMutationReplacesIsInItsFileOnce(String scenario) throws IOException {
        List<Mutation> mutations = mutations(Files.readString(Path.of("mutations", scenario + ".txt")));
        assertThat(mutations).hasSizeGreaterThan(11);
        for (Mutation mutation : mutations) {
            assertThat(Files.readString(ROOT.resolve(mutation.file)).split(Pattern.quote(mutation.found), -1))
                    .as("%s in %s", mutation.name, mutation.file)
                    .hasSize(2);
        }
    }

    private static List<Mutation> mutations(String list) {
        List<Mutation> mutations = new ArrayList<>();
        for (String block : list.split("\n== ", -1)) {
            List<String> lines = block.lines().toList();
            List<String> found = lines.stream()
                    .filter(line -> line.startsWith("-"))
                    .map(line -> line.substring(1))
                    .toList();
            if (!found.isEmpty()) {
                mutations.add(new Mutation(lines.get(0), Path.of(lines.get(1)), String.join("\n", found)));
            }
        }
        return mutations;
    }
}
